"""Reading the trail in tests, as it lies in the tables."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Written:
    """One change row."""

    action: str
    row_id: int
    subject: tuple[str, int]
    company_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    event_id: int


def written(table: str) -> list[Written]:
    """The changes of one table's rows, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, row_id, subject_table, subject_id, company_id, before::text, after::text, event_id"
            " FROM audit_change WHERE table_name = %s ORDER BY id",
            [table],
        )
        return [
            Written(action, row, (subject_table, subject), company, _loads(before), _loads(after), event)
            for action, row, subject_table, subject, company, before, after, event in cursor.fetchall()
        ]


def fetch(query: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a query by the application's role."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())


def execute(query: str, params: list[Any] | None = None) -> None:
    """A statement by the application's role."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)


def _loads(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text)
