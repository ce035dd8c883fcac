"""The activity log: everything that happened, newest first, in what somebody may see of the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db import connection

from assetry.kernel.refusals import InvalidValue
from assetry.platform.audit.queries import (
    CHANGE_COLUMNS,
    EVENT_COLUMNS,
    VALUES_COLUMNS,
    RecordedEvent,
    event_of_rows,
)
from assetry.platform.audit.registry import declarations
from assetry.platform.audit.tables import Trailed, Wall

# Of an event that changed many rows, so many are told; the rest is counted, up to the second figure.
CHANGES_TOLD: Final = 12
CHANGES_COUNTED: Final = 1000
_AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the trail somebody may see: changes of these companies, of what is shared, of accounts and access, and
    the personal values among them.
    """

    company_ids: Sequence[int]
    shared: bool = False
    accounts: bool = False
    personal: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which events: whose, through which doors, about things of which tables, what they are called, when.

    `intents` (None: all) and `text`, which the note has to hold, are alternatives. `until` is left out.
    """

    actor_ids: Sequence[int] | None = None
    actor_name: str = ""
    doors: Sequence[str] = ()
    subject_tables: Sequence[str] = ()
    intents: Sequence[str] | None = None
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """An event with the first of its changes, and how many there are (`CHANGES_COUNTED` + 1 for more)."""

    event: RecordedEvent
    count: int


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Newest first; `cursor` asks for the next page (empty: there is none)."""

    items: tuple[Activity, ...]
    cursor: str


def list_activity(
    sight: Sight, wanted: Wanted, *, at: datetime, cursor: str = "", limit: int = 50
) -> ActivityPage:
    """A page of the log in two statements: the events, then their changes. Raises InvalidValue for a foreign cursor."""
    visible, seen = _visible(sight, wanted.subject_tables)
    query, params = _events(wanted, visible, seen, at=at, cursor=cursor, limit=limit)
    with connection.cursor() as database:
        database.execute(query, params)
        found = database.fetchall()
        database.execute(
            _changes(visible),
            [
                [row[0] for row in found[:limit]],
                [row[1] for row in found[:limit]],
                *seen,
                *seen,
                sight.personal,
            ],
        )
        rows = database.fetchall()
    items = tuple(_activity(list(group)) for _key, group in groupby(rows, key=lambda row: row[0]))
    return ActivityPage(items, _cursor(found[limit - 1]) if len(found) > limit else "")


def _visible(sight: Sight, subject_tables: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition on a change `c`, and its parameters."""
    accounts = [
        table
        for table, declared in declarations().items()
        if isinstance(declared, Trailed) and declared.wall is Wall.ACCOUNT
    ]
    # A company's own row carries its parent's number, or none: it is told to whoever sees the company itself.
    condition = """
        c.table_name <> 'audit_personal' AND CASE
            WHEN c.table_name = 'organization_company' THEN c.row_id = ANY (%s::int[])
            WHEN c.company_id IS NOT NULL THEN c.company_id = ANY (%s::int[])
            WHEN c.table_name = ANY (%s::text[]) THEN %s
            ELSE %s END
    """
    companies = list(sight.company_ids)
    params: list[Any] = [companies, companies, accounts, sight.accounts, sight.shared]
    if subject_tables:
        return f"{condition} AND c.subject_table = ANY (%s)", [*params, list(subject_tables)]
    return condition, params


def _events(
    wanted: Wanted, visible: str, seen: list[Any], *, at: datetime, cursor: str, limit: int
) -> tuple[str, list[Any]]:
    conditions = ["e.recorded_at < %s"]
    params: list[Any] = [wanted.until or at + _AHEAD]
    asked: tuple[tuple[str, Any], ...] = (
        ("e.recorded_at >= %s", wanted.since),
        ("e.actor_id = ANY (%s)", None if wanted.actor_ids is None else list(wanted.actor_ids)),
        (
            "e.actor_id IN (SELECT u.id FROM accounts_user u WHERE strpos(lower(u.name), lower(%s)) > 0)",
            wanted.actor_name or None,
        ),
        ("e.door = ANY (%s)", list(wanted.doors) or None),
        ("(e.recorded_at, e.id) < (%s, %s)", _read_cursor(cursor)),
    )
    for condition, value in asked:
        if value is not None:
            conditions.append(condition)
            params += value if isinstance(value, tuple) else [value]
    if wanted.intents is not None:
        conditions.append("(e.intent = ANY (%s) OR %s <> '' AND strpos(lower(e.note), lower(%s)) > 0)")
        params += [list(wanted.intents), wanted.text, wanted.text]
    # A scalar subquery, so that newest events are tried until there are enough; LIMIT keeps it from being a join.
    query = f"""
        SELECT e.id, e.recorded_at FROM audit_event e
        WHERE {" AND ".join(conditions)} AND (
            SELECT true FROM audit_change c
            WHERE c.event_id = e.id AND c.recorded_at = e.recorded_at AND {visible} LIMIT 1)
        ORDER BY e.recorded_at DESC, e.id DESC LIMIT %s
    """
    return query, [*params, *seen, limit + 1]


def _changes(visible: str) -> str:
    of_event = f"FROM audit_change c WHERE c.event_id = w.id AND c.recorded_at = w.recorded_at AND {visible}"
    return f"""
        SELECT e.id, {EVENT_COLUMNS}, {CHANGE_COLUMNS}, {VALUES_COLUMNS}, n.count
        FROM unnest(%s::bigint[], %s::timestamptz[]) AS w (id, recorded_at)
        JOIN LATERAL (SELECT * FROM audit_event e WHERE e.id = w.id AND e.recorded_at = w.recorded_at) e ON true
        CROSS JOIN LATERAL (
            SELECT count(*) AS count FROM (SELECT {of_event} LIMIT {CHANGES_COUNTED + 1}) few
        ) n
        JOIN LATERAL (SELECT * {of_event} ORDER BY c.id LIMIT {CHANGES_TOLD}) c ON true
        LEFT JOIN LATERAL (
            SELECT * FROM audit_personal p WHERE p.change_id = c.id AND p.recorded_at = c.recorded_at
        ) p ON c.personal_digest IS NOT NULL AND %s
        ORDER BY e.recorded_at DESC, e.id DESC, c.id DESC
    """


def _activity(rows: list[tuple[Any, ...]]) -> Activity:
    return Activity(event_of_rows([row[:-1] for row in rows]), rows[0][-1])


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _cursor(row: tuple[Any, ...]) -> str:
    key, at = row
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{key}"


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    try:
        micros, key = (int(part) for part in text.split("-"))
        return _EPOCH + timedelta(microseconds=micros), key
    except (ValueError, OverflowError) as error:
        raise InvalidValue(field="cursor", reason=text[:40]) from error
