"""Reads of the inbox: each account its own items, with the words about the things that it may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet

from assetry.kernel.registry import Entity, entity_named
from assetry.platform.database.reading import row_of
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.teams import teams
from assetry.platform.permissions.actor import Actor

MOST_SHOWN = 200


class Shelf(StrEnum):
    """The parts of an inbox; what waits for a team lies in that of each of its members."""

    OPEN = "open"
    TEAM = "team"
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an item is about, as its reader sees it."""

    entity: Entity
    public_id: str
    title: str


def items_of(actor: Actor) -> "QuerySet[InboxItem]":
    """The actor's own items, whatever became of them, but for those whose reason went away."""
    return InboxItem.objects.filter(user_id=actor.user_id, canceled_at=None)


def items_of_teams(actor: Actor) -> "QuerySet[InboxItem]":
    """What waits for the actor's teams and was taken by nobody, of what the actor may see."""
    return _of_teams(actor).filter(user_id=None, done_at=None)


def _of_teams(actor: Actor) -> "QuerySet[InboxItem]":
    """What the actor's teams were ever told, of what the actor may see."""
    shared = actor.once(teams().shared)
    rows = InboxItem.objects.filter(team_id__in=shared, canceled_at=None)
    names = rows.exclude(entity="").values_list("entity", flat=True).distinct().order_by() if shared else ()
    seen = Q(entity="")
    for name in names:
        seen |= Q(entity=name, object_id__in=entity_named(name).visible_to(actor).order_by().values("pk"))
    return rows.filter(seen)


def reachable(actor: Actor) -> "QuerySet[InboxItem]":
    """The actor's own items, and those of their teams, also what another one of the team took."""
    own = Q(user_id=actor.user_id, canceled_at=None)
    return InboxItem.objects.filter(own | Q(pk__in=_of_teams(actor).order_by().values("pk")))


def items_on(actor: Actor, shelf: Shelf, *, at: datetime) -> "QuerySet[InboxItem]":
    """The items of one part: what is due first, then the oldest; done ones by when they were done."""
    if shelf is Shelf.TEAM:
        return items_of_teams(actor).order_by(F("due_on").asc(nulls_last=True), "pk")
    items = items_of(actor)
    if shelf is Shelf.DONE:
        return items.filter(done_at__isnull=False).order_by("-done_at", "-pk")
    asleep = Q(snoozed_until__gt=at)
    waiting = items.filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")
    return waiting.filter(asleep) if shelf is Shelf.SNOOZED else waiting.exclude(asleep)


def count_open(actor: Actor, *, at: datetime) -> int:
    """How many items wait now."""
    return items_on(actor, Shelf.OPEN, at=at).count()


def get_item_for(actor: Actor, public_id: str) -> InboxItem:
    """One of the actor's own items, or of their teams'. Raises NotFound."""
    return row_of(reachable(actor), public_id)


def subjects_of(actor: Actor, items: Iterable[InboxItem]) -> dict[int, Subject]:
    """What the items are about, by the item's key, for what the actor may see: one statement per entity."""
    by_entity: dict[str, list[InboxItem]] = {}
    for item in items:
        if item.entity:
            by_entity.setdefault(item.entity, []).append(item)
    found: dict[int, Subject] = {}
    for name, wanted in by_entity.items():
        entity = entity_named(name)
        rows = {row.pk: row for row in entity.visible_to(actor).filter(pk__in={i.object_id for i in wanted})}
        found |= {
            item.pk: Subject(entity, rows[item.object_id].public_id, entity.title(rows[item.object_id]))
            for item in wanted
            if item.object_id in rows
        }
    return found


def sees(actor: Actor, entity: str, object_id: int | None) -> bool:
    """Whether the actor may see the thing; nothing may be seen by everybody."""
    if not entity:
        return True
    rows: QuerySet[Any] = entity_named(entity).visible_to(actor)
    return rows.filter(pk=object_id).exists()
