"""A table as the database has it now: what the trigger code is generated from."""

from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class Column:
    """One stored column.

    `exact`: `=` of its type tells every two values apart. `bare`: its text is its JSON (numbers, booleans).
    """

    name: str
    exact: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's key (None: not one integer column) and its other stored columns, in their order."""

    table: str
    key: str | None
    columns: tuple[Column, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of all columns, the key included."""
        return frozenset(column.name for column in self.columns) | ({self.key} if self.key else set())


# Generated columns repeat what others say.
# A type from outside pg_catalog (citext, ltree, an enum) or without `=` (json), or a collation that takes
# different texts for equal, is compared as text.
_COLUMNS = """
    SELECT c.relname, a.attname,
           coalesce(k.is_key, false),
           t.typname IN ('int2', 'int4', 'int8'),
           n.nspname = 'pg_catalog' AND t.typname NOT IN ('json', 'xml', 'point', 'polygon')
               AND coalesce(l.collisdeterministic, true),
           t.typname IN ('int2', 'int4', 'int8', 'bool')
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    LEFT JOIN LATERAL (
        SELECT true AS is_key FROM pg_index i
        WHERE i.indrelid = c.oid AND i.indisprimary AND i.indnatts = 1 AND i.indkey[0] = a.attnum
    ) k ON true
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY (%s)
    ORDER BY c.relname, a.attnum
"""


def read_shapes(cursor: CursorWrapper, tables: list[str]) -> dict[str, Shape]:
    """The shapes of those of the tables that exist."""
    cursor.execute(_COLUMNS, [tables])
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for table, *rest in cursor.fetchall():
        rows.setdefault(table, []).append(tuple(rest))
    return {table: _shape(table, found) for table, found in rows.items()}


def _shape(table: str, rows: list[tuple[Any, ...]]) -> Shape:
    key = next(
        (name for name, is_key, is_integer, *_rest in rows if is_key and is_integer),
        None,
    )
    columns = tuple(Column(name, exact, bare) for name, _key, _integer, exact, bare in rows if name != key)
    return Shape(table, key, columns)
