"""What is done with items: each account with its own; a task may be given to whoever sees what it is about."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.kernel.registry import Entity
from assetry.kernel.text import clean_text
from assetry.platform.accounts.acting import actor_of
from assetry.platform.accounts.models import User
from assetry.platform.audit.operation import operation
from assetry.platform.inbox import refusals
from assetry.platform.inbox.models import MOST_TITLE, InboxItem, ItemKind
from assetry.platform.inbox.origins import tell_origin
from assetry.platform.inbox.queries import reachable, sees
from assetry.platform.permissions.actor import Actor

LONGEST_SNOOZE = timedelta(days=366)


@operation(None, intent="inbox.create_task")
def create_task(
    *,
    actor: Actor,
    title: str,
    entity: Entity | None = None,
    row: Any = None,
    assignee: str = "",
    team: Any = None,
    due_on: date | None = None,
    at: datetime,
) -> InboxItem:
    """Put a task into one's own inbox, that of somebody who sees the thing as well, or that of a team.

    `row` is a thing, `team` what is a team in the register: both the caller has fetched for the actor.
    Raises InvalidValue, NobodyOfThatName.
    """
    cleaned = clean_text(title)
    if not 0 < len(cleaned) <= MOST_TITLE or "\n" in cleaned:
        raise InvalidValue(field="title", reason=_("Say what to do in at most 200 characters, on one line."))
    name, object_id = (entity.name, row.pk) if entity is not None else ("", None)
    user_id: int | None = actor.user_id if team is None else None
    if clean_text(assignee):
        if team is not None:
            raise InvalidValue(field="team", reason=_("Name a person or a team."))
        user_id = _account(assignee, name, object_id)
    return InboxItem.objects.create(
        user_id=user_id,
        team_id=team.pk if team is not None else None,
        kind=ItemKind.TASK,
        title=cleaned,
        entity=name,
        object_id=object_id,
        due_on=due_on,
        created_at=at,
        created_by_id=actor.user_id,
    )


@operation(None, intent="inbox.done")
def finish_item(*, actor: Actor, item: InboxItem, at: datetime) -> InboxItem:
    """Say that it is done, one's own or a team's: for all of the team. Raises NotFound, ItemIsDone, ItemIsTaken."""
    locked = _locked(actor, item)
    locked.done_at, locked.done_by_id = at, actor.user_id
    locked.user_id = locked.user_id or _taker(locked, actor)
    locked.save(update_fields=["done_at", "done_by_id", "user_id"])
    tell_origin(locked.origin)
    return locked


@operation(None, intent="inbox.take")
def take_item(*, actor: Actor, item: InboxItem, at: datetime) -> InboxItem:
    """Take what waits for a team into one's own inbox; the others have it no longer.

    Raises NotFound, ItemIsDone, ItemIsTaken.
    """
    locked = _locked(actor, item)
    if locked.user_id is not None:
        raise NotFound
    own = _taker(locked, actor)
    if own is None:  # it waits for the actor already, by the same origin
        locked.canceled_at = at
    else:
        locked.user_id = own
    locked.save(update_fields=["user_id", "canceled_at"])
    return locked


@operation(None, intent="inbox.snooze")
def snooze_item(*, actor: Actor, item: InboxItem, until: datetime, at: datetime) -> InboxItem:
    """Let it come back later. Raises NotFound, ItemIsDone, NotInTheFuture."""
    if not at < until <= at + LONGEST_SNOOZE:
        raise refusals.NotInTheFuture(field="until")
    locked = _locked(actor, item)
    if locked.user_id is None:  # what one puts off is one's own
        raise NotFound
    locked.snoozed_until = until
    locked.save(update_fields=["snoozed_until"])
    return locked


@operation(None, intent="inbox.delegate")
def delegate_item(*, actor: Actor, item: InboxItem, assignee: str, at: datetime) -> InboxItem:
    """Hand it to somebody who sees what it is about. Raises NotFound, ItemIsDone, NobodyOfThatName."""
    return hand_over(_locked(actor, item), assignee, giver=actor.user_id, at=at)


def hand_over(locked: InboxItem, assignee: str, *, giver: int, at: datetime) -> InboxItem:
    """Put a locked item into the inbox of somebody who sees what it is about. Raises NobodyOfThatName."""
    user_id = _account(assignee, locked.entity, locked.object_id)
    same = InboxItem.objects.filter(user_id=user_id, origin=locked.origin).exclude(origin="")
    if same.exclude(pk=locked.pk).exists():  # they have it already
        locked.done_at, locked.done_by_id = at, giver
        locked.save(update_fields=["done_at", "done_by_id"])
        return locked
    locked.user_id, locked.delegated_by_id, locked.snoozed_until = user_id, giver, None
    locked.save(update_fields=["user_id", "delegated_by_id", "snoozed_until"])
    return locked


def _taker(item: InboxItem, actor: Actor) -> int | None:
    """The actor's key; None where the actor has an item of the same origin."""
    same = InboxItem.objects.filter(user_id=actor.user_id, origin=item.origin).exclude(origin="")
    return None if same.exists() else actor.user_id


def _locked(actor: Actor, item: InboxItem) -> InboxItem:
    """One of the actor's own or their teams' that still waits, locked."""
    locked = reachable(actor).select_for_update(no_key=True).filter(pk=item.pk).first()
    if locked is None:
        raise NotFound
    if locked.done_at is not None:
        raise refusals.ItemIsDone
    if locked.user_id not in {None, actor.user_id}:
        raise refusals.ItemIsTaken
    return locked


def _account(name: str, entity: str, object_id: int | None) -> int:
    """The open account of that name or address which sees the thing. Raises NobodyOfThatName."""
    wanted = clean_text(name)
    named = User.objects.filter(Q(name__iexact=wanted) | Q(email__iexact=wanted), is_active=True)
    found = [user for user in named.order_by("pk")[:5] if sees(actor_of(user), entity, object_id)]
    if len(found) != 1:
        raise refusals.NobodyOfThatName(field="assignee", name=wanted)
    return found[0].pk
