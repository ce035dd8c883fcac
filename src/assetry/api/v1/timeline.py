"""What happened to a thing, from the trail: columns by their fields' names, references by public id and in scope."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, TypedDict
from uuid import UUID

from django.db import models
from pydantic import BaseModel, Field

from assetry.api.v1.answers import money_text
from assetry.api.v1.custom_history import custom_changes, custom_references
from assetry.api.v1.schemas import Reference
from assetry.kernel.registry import Entity, entities
from assetry.platform.accounts.queries import list_names
from assetry.platform.audit.queries import Action, Hidden, RecordedChange, RecordedEvent, TrailPage
from assetry.platform.database.reading import model_of
from assetry.platform.permissions.actor import Actor

_WORDS: Final = {Action.INSERT: "made", Action.UPDATE: "changed", Action.DELETE: "removed"}
_RANGE: Final = re.compile(r'[\[(]"?([^",]*)"?,"?([^",)\]]*)"?[)\]]')
type Column = "models.Field[Any, Any]"
# (entity name, key) → the thing as the actor sees it.
type Known = Mapping[tuple[str, int], dict[str, str]]


class FieldChange(BaseModel):
    """One value before and after; `hidden` where it is secret, erased, or out of your scope."""

    field: str
    before: Any
    after: Any
    hidden: bool


class Change(BaseModel):
    """One record that was made, changed or removed."""

    record: str = Field(description="asset, custody, statusperiod, assetidentifier …")
    action: Literal["made", "changed", "removed"]
    subject: Reference | None = Field(description="What it belongs to; null where you may not see that.")
    fields: list[FieldChange]


class Event(BaseModel):
    """One thing that somebody did."""

    intent: str
    recorded_at: datetime
    effective_at: datetime = Field(description="When it is true, where it was recorded later.")
    actor: Reference | None
    door: str
    request_id: UUID | None
    note: str
    changes: list[Change]


class Timeline(BaseModel):
    """Events, newest first."""

    items: list[Event]
    next: str | None = Field(description="The cursor of older ones.")


class TimelineParams(BaseModel):
    """Which part of the story."""

    cursor: str = Field("", pattern="^[0-9]{0,18}$", description="`next` of a page: older events.")
    limit: int = Field(50, ge=1, le=250, description="About how many changes.")

    @property
    def bounds(self) -> "Bounds":
        """The same for the trail."""
        return {"older_than": int(self.cursor) if self.cursor else None, "limit": self.limit}


class Bounds(TypedDict):
    """How far back, and how much."""

    older_than: int | None
    limit: int


def tell(page: TrailPage, actor: Actor) -> dict[str, Any]:
    """A page of the trail as the API shows it: a statement per entity that is referred to, and one for names."""
    names = list_names(event.actor_id for event in page.events if event.actor_id is not None)
    changes = [change for event in page.events for change in event.changes]
    known = _resolve(changes, actor)
    return {
        "items": [_event(event, names, known) for event in page.events],
        "next": None if page.older_than is None else str(page.older_than),
    }


def _event(event: RecordedEvent, names: Mapping[int, tuple[str, str]], known: Known) -> dict[str, Any]:
    who = names.get(event.actor_id) if event.actor_id is not None else None
    return {
        "intent": event.intent,
        "recorded_at": event.recorded_at,
        "effective_at": event.effective_at,
        "actor": {"id": who[0], "name": who[1]} if who else None,
        "door": event.door,
        "request_id": event.request_id,
        "note": event.note,
        "changes": [_change(change, known) for change in event.changes],
    }


def _change(change: RecordedChange, known: Known) -> dict[str, Any]:
    columns = _columns(change.table)
    fields: list[dict[str, Any]] = []
    for column in {**change.before, **change.after}:
        if column in columns:
            before, after = change.before.get(column), change.after.get(column)
            fields += _field(columns[column], before, after, known)
    fields += custom_changes(change, known)
    subject = _subject(change)
    return {
        "record": _record(change.table),
        "action": _WORDS[change.action],
        "subject": known.get((subject.name, change.subject_id)) if subject else None,
        "fields": fields,
    }


def _field(column: Column, before: Any, after: Any, known: Known) -> list[dict[str, Any]]:
    if column.get_internal_type() == "DateTimeRangeField":
        earlier, later = _ends(before), _ends(after)
        pairs = {"starts_at": (earlier[0], later[0]), "ends_at": (earlier[1], later[1])}
        return [_told(name, *pair, hidden=False) for name, pair in pairs.items() if pair[0] != pair[1]]
    hidden = isinstance(before, Hidden) or isinstance(after, Hidden)
    values = [None if isinstance(value, Hidden) else value for value in (before, after)]
    if isinstance(column, models.DecimalField):
        values = [None if value is None else money_text(Decimal(str(value))) for value in values]
    entity = _referenced(column)
    if entity is not None:
        shown = [None if key is None else known.get((entity.name, int(key))) for key in values]
        hidden = hidden or any(key is not None and not it for key, it in zip(values, shown, strict=True))
        values = shown
    return [_told(column.name, *values, hidden=hidden)]


def _told(name: str, before: Any, after: Any, *, hidden: bool) -> dict[str, Any]:
    return {"field": name, "before": before, "after": after, "hidden": hidden}


def _ends(text: Any) -> tuple[str | None, str | None]:
    """The ends of a recorded period, as RFC 3339."""
    match = _RANGE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None, None
    starts, ends = (datetime.fromisoformat(end).isoformat() if end else None for end in match.groups())
    return starts, ends


def _resolve(changes: Iterable[RecordedChange], actor: Actor) -> Known:
    keys: dict[str, set[int]] = {}
    for change in changes:
        if (subject := _subject(change)) is not None:
            keys.setdefault(subject.name, set()).add(change.subject_id)
        for column, field in _columns(change.table).items():
            entity = _referenced(field)
            if entity is not None:
                found = (values.get(column) for values in (change.before, change.after))
                keys.setdefault(entity.name, set()).update(int(key) for key in found if isinstance(key, int))
        for name, key in custom_references(change):
            keys.setdefault(name, set()).add(key)
    by_name = {entity.name: entity for entity in entities()}
    return {
        (name, row.pk): {"id": row.public_id, "name": str(row)}
        for name, ids in keys.items()
        if ids
        for row in by_name[name].named_for(actor).filter(pk__in=ids)
    }


@cache
def _columns(table: str) -> Mapping[str, Column]:
    """The fields of a table by their columns, without keys that only tie a row to its subject."""
    model = model_of(table)
    tying = {"id", "company_id", "asset_id", "public_id", "facet", "custom"}
    return {str(field.column): field for field in model._meta.concrete_fields if field.column not in tying}


def _record(table: str) -> str:
    return str(model_of(table)._meta.model_name)


def _subject(change: RecordedChange) -> Entity | None:
    """The entity of what a record belongs to."""
    return next((entity for entity in entities() if entity.table == change.subject_table), None)


@cache
def _referenced(column: Column) -> Entity | None:
    """The entity that a foreign key leads to."""
    related = column.related_model
    if not isinstance(related, type):
        return None
    return next((entity for entity in entities() if entity.table == related._meta.db_table), None)
