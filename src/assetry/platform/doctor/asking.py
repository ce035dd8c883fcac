"""How checks ask the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def select(query: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of a statement, asked as the application."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())
