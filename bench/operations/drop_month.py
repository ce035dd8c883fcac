"""Dropping the fullest month of a register's trail, as docs/recipes/drop-months-of-the-trail.md says; wall seconds."""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from bench.database import Bench
from bench.datasets import Register, copy_of, register_of
from bench.metering import Meter
from bench.results import Result

OPERATIONS = ("drop_month",)
TABLES = ("audit_personal", "audit_change", "audit_event")
_FULLEST = """
    SELECT substring(c.relname FROM '_y.*'), c.reltuples::bigint
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_change'::regclass ORDER BY c.reltuples DESC LIMIT 1
"""


def run(bench: Bench) -> Iterator[Result]:
    """On a copy; `rows` is how many changes the month held."""
    for rows in bench.sizes_or(100_000):
        yield _dropped(bench, copy_of(bench, register_of(bench, rows), "month"))


def _dropped(bench: Bench, register: Register) -> Result:
    with psycopg.connect(register.owner_url, autocommit=True) as connection:
        month, changes = connection.execute(_FULLEST).fetchall()[0]
        names = sql.SQL(", ").join(sql.Identifier(f"{table}{month}") for table in TABLES)
        before = _count(connection)
        with Meter(bench.database) as meter, connection.transaction():
            connection.execute("SET LOCAL lock_timeout = '2s'")
            connection.execute(sql.SQL("DROP TABLE {}").format(names))
        left = _count(connection)
    return Result(
        operation="drop_month",
        rows=int(str(changes)),
        seconds=round(meter.seconds, 4),
        cpu_seconds=round(meter.cpu_seconds, 4),
        checksum_equal=abs(before - left - int(str(changes))) < before // 100,
    )


def _count(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    row = connection.execute("SELECT count(*) FROM audit_change").fetchone()
    assert row is not None
    return int(str(row[0]))
