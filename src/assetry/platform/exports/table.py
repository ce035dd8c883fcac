"""Rows to take away: a queryset and what of each row stands in which column, read while it is written.

As CSV the database writes the file itself (`COPY`), every cell by the one rule of `cells`; other formats get the
values. Either is one statement, so that a file shows one instant, and holds one row at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from psycopg import Cursor, pq

from assetry.platform.exports.cells import cell_sql
from assetry.platform.exports.csv_writer import header_line

_PIECE = 64 * 1024
_ROWS_AT_ONCE = 500 if pq.version() >= 170000 else 1  # libpq before 17 hands out one row at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a file. `expression` gives the value; its type says how the cell is written."""

    name: str
    header: str
    expression: Any


@dataclass(frozen=True)
class Table:
    """Rows of a queryset under the columns, in the order of the queryset."""

    queryset: "models.QuerySet[Any]"
    columns: Sequence[Column]

    @property
    def headers(self) -> list[str]:
        """The words of the first line."""
        return [column.header for column in self.columns]

    @cached_property
    def _selected(self) -> "models.QuerySet[Any]":
        named = {f"file_{place}": column.expression for place, column in enumerate(self.columns)}
        rows: models.QuerySet[Any, Any] = self.queryset.annotate(**named).values_list(*named)
        return rows

    @cached_property
    def statement(self) -> tuple[str, Sequence[Any]] | None:
        """The query and its parameters; None where nothing can be found."""
        try:
            sql, params = self._selected.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return None
        return sql, params

    @cached_property
    def copying(self) -> tuple[str, Sequence[Any]] | None:
        """What makes the database write the lines of a CSV file, and its parameters."""
        if self.statement is None:
            return None
        sql, params = self.statement
        names = [f"c{place}" for place in range(len(self.columns))]
        types = self._selected.query.annotations
        cells = [cell_sql(name, types[f"file_{place}"].output_field) for place, name in enumerate(names)]
        inner = f"({sql} OFFSET 0) AS rows ({', '.join(names)})"  # each value is found once, then written
        return f"COPY (SELECT {', '.join(cells)} FROM {inner}) TO STDOUT (FORMAT csv)", params  # noqa: S608 - names of our own

    def csv(self) -> Iterator[bytes]:
        """The file in pieces; its first line at once."""
        yield header_line(self.headers).encode()
        if self.copying is not None:
            yield from _copied(*self.copying)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The values, row by row."""
        if self.statement is None:
            return
        sql, params = self.statement
        with connection.cursor() as cursor:
            raw: Cursor[Any] = cursor.cursor
            yield from raw.stream(sql, params, size=_ROWS_AT_ONCE)


def _copied(statement: str, params: Sequence[Any]) -> Iterator[bytes]:
    """What the database writes, in pieces worth sending."""
    with connection.cursor() as cursor:
        raw: Cursor[Any] = cursor.cursor
        with raw.copy(statement, params) as copy:
            lines: list[bytes] = []
            size = 0
            for line in copy:
                lines.append(bytes(line))
                size += len(line)
                if size >= _PIECE:
                    yield b"".join(lines)
                    lines, size = [], 0
            yield b"".join(lines)
