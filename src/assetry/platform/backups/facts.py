"""What a database holds, in digests that are the same before a dump and after its restore.

Rows: a sum of hashes, so that their order does not count. The hash is the one that hash partitions rely on: it stays
the same from one PostgreSQL to the next. Against a forger it proves nothing; the archive's own SHA-256 do.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import psycopg
from psycopg import sql

# How values are written as text.
FORMATS = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex';
    SET extra_float_digits = 1; SET search_path = public
"""
_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"
# Each with its columns, as they are hashed: as text where a type has no hash, one that does not see every
# digit, or one of its number in this database (enums).
_TABLES = f"""
    SELECT n.nspname, c.relname,
           coalesce(string_agg(quote_ident(a.attname) || CASE
               WHEN y.typtype NOT IN ('b', 'r') OR l.typtype = 'e' OR a.atttypid = ANY (
               '{{json,xml,point,numeric,float4,float8,tsvector,regproc}}'::regtype[]) THEN '::text' ELSE '' END,
               ', ' ORDER BY a.attnum), '')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type y ON y.oid = a.atttypid LEFT JOIN pg_type l ON l.oid = y.typelem
    WHERE c.relkind = 'r' AND {_OURS} GROUP BY 1, 2 ORDER BY 1, 2
"""
_SEQUENCES = f"""
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'S' AND {_OURS} ORDER BY 1, 2
"""
_MIGRATIONS = "SELECT app || '.' || name FROM public.django_migrations ORDER BY 1"
_HEAD = """
    SELECT (SELECT max(id) FROM public.audit_event)::text, (SELECT max(id) FROM public.audit_change)::text,
           (SELECT max(number) FROM public.audit_epoch)::text,
           (SELECT encode(hash, 'hex') FROM public.audit_seal ORDER BY id DESC LIMIT 1)
"""


@dataclass(frozen=True)
class Facts:
    """`tables`: rows and their digest; `sequences`: the last value, which may grow while a dump is taken."""

    migrations: list[str]
    tables: dict[str, list[int]]
    sequences: dict[str, int]
    trail_head: list[str | None]

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for another shape."""
        return cls(
            migrations=[_text(name) for name in found["migrations"]],
            tables={
                _text(name): [int(count), int(digest)] for name, (count, digest) in found["tables"].items()
            },
            sequences={_text(name): int(value) for name, value in found["sequences"].items()},
            trail_head=[None if part is None else _text(part) for part in found["trail_head"]],
        )

    def differences(self, restored: Self) -> list[str]:
        """What is not the same in a copy, in words; empty when all is."""
        found = [
            f"table {name}: {_rows(self.tables.get(name))} became {_rows(restored.tables.get(name))}"
            for name in sorted(self.tables.keys() | restored.tables.keys())
            if self.tables.get(name) != restored.tables.get(name)
        ]
        found += [
            f"sequence {name} fell from {value} to {restored.sequences.get(name, 'nothing')}"
            for name, value in self.sequences.items()
            if restored.sequences.get(name, -1) < value
        ]
        if self.migrations != restored.migrations:
            found.append("the list of migrations is another one")
        if self.trail_head != restored.trail_head:
            found.append(f"the head of the trail {self.trail_head} became {restored.trail_head}")
        return found


def read_facts(connection: psycopg.Connection) -> Facts:
    """Everything, as this transaction sees it; the sequences first, since they know no transaction."""
    connection.execute(FORMATS)
    sequences = {".".join(name): _sequence(connection, *name) for name in _names(connection, _SEQUENCES)}
    return Facts(
        migrations=[name for (name,) in connection.execute(_MIGRATIONS)],
        tables={
            f"{schema}.{table}": _digest(connection, schema, table, columns)
            for schema, table, columns in connection.execute(_TABLES.encode()).fetchall()
        },
        sequences=sequences,
        trail_head=list(connection.execute(_HEAD).fetchone() or ()),
    )


def _names(connection: psycopg.Connection, query: str) -> list[tuple[str, str]]:
    return [(schema, name) for schema, name in connection.execute(query.encode()).fetchall()]


def _digest(connection: psycopg.Connection, schema: str, table: str, columns: str) -> list[int]:
    """`columns` were quoted by the database itself."""
    hashed = f"hash_record_extended(ROW({columns}), 0)"
    query = f"SELECT count(*), coalesce(sum({hashed}), 0) FROM {sql.Identifier(schema, table).as_string()}"
    row = connection.execute(query.encode()).fetchone()
    return [int(row[0]), int(row[1])] if row else [0, 0]


def _sequence(connection: psycopg.Connection, schema: str, name: str) -> int:
    query = sql.SQL("SELECT last_value - (NOT is_called)::int FROM {}")
    row = connection.execute(query.format(sql.Identifier(schema, name))).fetchone()
    return int(row[0]) if row else 0


def _rows(found: list[int] | None) -> str:
    return "nothing" if found is None else f"{found[0]} rows ({found[1] & 0xFFFFFFFF:08x})"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
