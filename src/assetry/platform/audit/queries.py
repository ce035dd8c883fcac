"""Reading the trail: events with their changes, newest first.

The trail knows no scope. Whoever asks has fetched the subject for the actor (`get_*_for`) before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection

from assetry.platform.audit.sealing import statements
from assetry.platform.audit.sealing.head import Head, HeadState, compare_head

PAGE: Final = 100
# The database's clock may be a little ahead of ours; the bound only spares planning the months to come.
_AHEAD: Final = timedelta(days=1)


class Action(StrEnum):
    """What happened to a row."""

    INSERT = "I"
    UPDATE = "U"
    DELETE = "D"


class Hidden(Enum):
    """What stands where a value is not shown."""

    SECRET = "secret"  # recorded as changed, never with its value
    PERSONAL = "personal"  # not asked for, or erased


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One row's change: an update's `before` and `after` hold the changed columns, by column name."""

    id: int
    table: str
    row_id: int
    subject_table: str
    subject_id: int
    company_id: int | None
    action: Action
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """Who did what, when and through which door, and those of its changes that were asked for, oldest first."""

    id: int
    parent_id: int | None
    intent: str
    actor_id: int | None
    door: str
    request_id: UUID | None
    recorded_at: datetime
    effective_at: datetime
    note: str
    changes: tuple[RecordedChange, ...]


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Events, newest first; `older_than` asks for the next page (None: there is none)."""

    events: tuple[RecordedEvent, ...]
    older_than: int | None


def list_changes_for(
    subject_table: str, subject_id: int, *, at: datetime, older_than: int | None = None, limit: int = PAGE
) -> TrailPage:
    """The timeline of one object: its own changes and those of the rows that name it as their subject.

    At most `limit` changes, cut between events where that is possible.
    """
    where = "c.subject_table = %s AND c.subject_id = %s"
    return _page(where, [subject_table, subject_id], at=at, older_than=older_than, limit=limit)


def list_changes_of_rows(
    table: str,
    row_ids: Sequence[int],
    *,
    subject_table: str | None = None,
    subject_ids: Sequence[int] = (),
    at: datetime,
    older_than: int | None = None,
    limit: int = PAGE,
) -> TrailPage:
    """The changes of some rows of one table.

    Rows are found by their subject: give the subjects of rows that are not their own (custody: the assets).
    """
    where = "c.subject_table = %s AND c.subject_id = ANY (%s) AND c.table_name = %s AND c.row_id = ANY (%s)"
    subjects = list(subject_ids) if subject_table else list(row_ids)
    params = [subject_table or table, subjects, table, list(row_ids)]
    return _page(where, params, at=at, older_than=older_than, limit=limit)


EVENT_COLUMNS: Final = (
    "e.parent_id, e.intent, e.actor_id, e.door, e.request_id, e.recorded_at, e.effective_at, e.note"
)
CHANGE_COLUMNS: Final = "c.id, c.table_name, c.row_id, c.subject_table, c.subject_id, c.company_id, c.action"
VALUES_COLUMNS: Final = "c.before::text, c.after::text, p.before::text, p.after::text"


def _page(where: str, params: list[Any], *, at: datetime, older_than: int | None, limit: int) -> TrailPage:
    """One statement. The page of changes is found first: joined as a whole, every month would be planned thrice."""
    older = "" if older_than is None else "AND c.id < %s"
    query = f"""
        SELECT c.event_id, {EVENT_COLUMNS}, {CHANGE_COLUMNS}, {VALUES_COLUMNS}
        FROM (
            SELECT * FROM audit_change c WHERE {where} AND c.recorded_at < %s {older} ORDER BY c.id DESC LIMIT %s
        ) c
        JOIN LATERAL (SELECT * FROM audit_event e WHERE e.id = c.event_id AND e.recorded_at = c.recorded_at) e ON true
        LEFT JOIN LATERAL (
            SELECT * FROM audit_personal p WHERE p.change_id = c.id AND p.recorded_at = c.recorded_at
        ) p ON c.personal_digest IS NOT NULL
        ORDER BY c.id DESC
    """
    bounds: list[Any] = [at + _AHEAD, *([] if older_than is None else [older_than]), limit + 1]
    with connection.cursor() as cursor:
        cursor.execute(query, [*params, *bounds])
        rows = cursor.fetchall()
    shown = rows[:limit]
    if len(rows) > limit:
        whole = [row for row in shown if row[0] != rows[limit][0]]
        shown = whole or shown
    events = tuple(event_of_rows(list(found)) for _id, found in groupby(shown, key=lambda row: row[0]))
    return TrailPage(events, shown[-1][9] if len(rows) > limit else None)


def event_of_rows(rows: Sequence[tuple[Any, ...]]) -> RecordedEvent:
    """An event from rows of its id, `EVENT_COLUMNS`, and a change each, newest first."""
    facts = [*rows[0][:9], tuple(_change(row[9:]) for row in reversed(rows))]
    return RecordedEvent(*facts)


def _change(row: tuple[Any, ...]) -> RecordedChange:
    before, after, personal_before, personal_after = row[7:]
    facts = [*row[:6], Action(row[6]), _values(before, personal_before), _values(after, personal_after)]
    return RecordedChange(*facts)


def _values(text: str | None, personal: str | None) -> dict[str, Any]:
    known = _parsed(personal)
    return {name: _shown(name, value, known) for name, value in _parsed(text).items()}


def _shown(name: str, value: Any, known: Mapping[str, Any]) -> Any:
    if value == {"secret": True}:
        return Hidden.SECRET
    if value == {"personal": True}:
        return known.get(name, Hidden.PERSONAL)
    return value


def _parsed(text: str | None) -> dict[str, Any]:
    return {} if text is None else dict(json.loads(text, parse_float=Decimal))


def actors_of(events: Iterable[RecordedEvent]) -> frozenset[int]:
    """The accounts whose names a page of events needs: names are personal, so the trail keeps ids only."""
    return frozenset(event.actor_id for event in events if event.actor_id is not None)


@dataclass(frozen=True, slots=True)
class UnsealedTail:
    """Events that no seal covers yet, and since when the oldest of them waits."""

    events: int
    since: datetime | None


def unsealed_tail() -> UnsealedTail:
    """What could still be changed unseen. A writer that runs for long, in any database of the server, makes it grow."""
    with connection.cursor() as cursor:
        cursor.execute(statements.TAIL)
        return UnsealedTail(*cursor.fetchone())


def head_standing(path: Path) -> tuple[HeadState, Head | None]:
    """How the head file stands to the chain, and what it says; cheap, and no replacement for `verify_trail`."""
    with connection.cursor() as cursor:
        return compare_head(cursor, path)
