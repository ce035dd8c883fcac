"""What changed under some events, to be taken back: the trail holds each row's values of before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class OldValues:
    """A row of a table as it was before: the changed columns only."""

    row_id: int
    subject_id: int
    before: dict[str, Any]


def events_below(event_id: int) -> list[int]:
    """An event of this transaction and those that were opened inside it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM audit_event WHERE recorded_at = transaction_timestamp() AND id >= %s "
            "AND xid = pg_current_xact_id() ORDER BY id",
            [event_id],
        )
        return [row[0] for row in cursor.fetchall()]


def old_values(event_ids: Sequence[int], table: str, subject_ids: Sequence[int]) -> list[OldValues]:
    """What the events' updates replaced in rows of a table that belong to the subjects; one statement.

    Secret values are not there; personal ones are, until they are erased.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.row_id, c.subject_id, c.before::text, p.before::text
            FROM audit_change c LEFT JOIN audit_personal p
                ON c.personal_digest IS NOT NULL AND p.change_id = c.id AND p.recorded_at = c.recorded_at
            WHERE c.event_id = ANY(%s) AND c.table_name = %s AND c.action = 'U' AND c.subject_id = ANY(%s)
            ORDER BY c.id
            """,
            [list(event_ids), table, list(subject_ids)],
        )
        return [
            OldValues(row, subject, _values(before, personal)) for row, subject, before, personal in cursor
        ]


def rows_made(event_ids: Sequence[int], table: str) -> list[int]:
    """The keys of the rows of a table that the events' inserts made; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_id FROM audit_change WHERE event_id = ANY(%s) AND table_name = %s AND action = 'I' ORDER BY id",
            [list(event_ids), table],
        )
        return [row[0] for row in cursor.fetchall()]


def _values(before: str, personal: str | None) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(before, parse_float=Decimal)
    known = json.loads(personal, parse_float=Decimal) if personal else {}
    secret = [name for name, value in values.items() if value == {"secret": True}]
    values |= known
    return {
        name: value for name, value in values.items() if name not in secret and value != {"personal": True}
    }
