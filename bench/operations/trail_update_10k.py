"""What the trail costs a bulk update: 10,000 assets, against the same UPDATE and an INSERT … SELECT written by hand.

Ours is everything that hangs on the table, counters and search documents too. All is done in one transaction that is
rolled back at the end, so that nothing stays for the operations after this one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg

from bench.database import Bench, Database
from bench.metering import Meter
from bench.results import Result, compared

OPERATIONS = ("trail_update_10k",)
ROWS = 10_000
ROUNDS = 6

_COMPANY = """
    INSERT INTO organization_company (
        public_id, name, name_sort, note, version, path, time_zone, currency, locale, is_archived
    ) VALUES (%s, %s, 'trail bench', '', 1, '{}', 'UTC', 'EUR', 'en', false) RETURNING id
"""
_CATEGORY = """
    INSERT INTO catalog_category (public_id, name, name_sort, note, version, icon, is_archived, kind_id)
    SELECT %s, %s, %s, '', 1, '', false, id FROM catalog_assetkind
    WHERE code = 'hardware' RETURNING id
"""
_ASSETS = """
    INSERT INTO assets_asset (
        public_id, facet, kind_id, company_id, category_id, status_id, state, name, name_sort, asset_tag,
        serial_number, serial_key, criticality, classification, ownership, purchased_on, order_number, cost_amount,
        cost_currency, note, custom, version
    )
    SELECT 'T' || lpad(n::text, 11, '0'), k.facet, k.id, %s, %s, s.id, s.state, 'Laptop ' || n,
           'laptop ' || lpad(n::text, 8, '0'), 'TRAIL-' || n, 'SN' || n, 'SN' || n, 'normal', 'internal', 'owned',
           '2026-01-01', 'PO', 1234.5, 'EUR', '', '{}', 1
    FROM generate_series(1, %s) n, catalog_assetkind k, assets_status s
    WHERE k.code = 'hardware' AND s.id = (SELECT min(id) FROM assets_status WHERE state = 'in_stock')
    RETURNING id
"""
_UPDATE = """
    UPDATE assets_asset SET note = 'moved', order_number = 'PO-' || id, version = version + 1 WHERE id = ANY (%s)
"""
_INSERT = """
    INSERT INTO audit_change (
        event_id, recorded_at, row_id, subject_id, company_id, action, table_name, subject_table, before, after
    )
    SELECT %s, transaction_timestamp(), id, id, company_id, 'U', 'assets_asset', 'assets_asset',
           '{"order_number":"PO","note":""}', json_build_object('order_number', order_number, 'note', note)
    FROM assets_asset WHERE id = ANY (%s)
"""
_CHECKSUM = """
    SELECT md5(string_agg(row_id || before::jsonb::text || after::jsonb::text, '|' ORDER BY row_id))
    FROM audit_change WHERE event_id = %s AND action = 'U'
"""


@dataclass
class Mean:
    """The mean of measured blocks, each too short for the clock of /proc."""

    meter: Meter = field(default_factory=Meter)
    checksums: set[str] = field(default_factory=set)

    def add(self, meter: Meter) -> None:
        """One more of the blocks."""
        self.meter.seconds += meter.seconds / ROUNDS
        self.meter.python_seconds += meter.python_seconds / ROUNDS
        self.meter.postgres_seconds += meter.postgres_seconds / ROUNDS


def run(bench: Bench) -> Iterator[Result]:
    """Each round updates rows of its own, once in either way; the two take turns in being first."""
    database = bench.database
    ours, floor = Mean(), Mean()
    with psycopg.connect(database.owner_url) as connection:
        ids = make_rows(connection, ROWS * ROUNDS, "BENCHTRAIL00")
        for number in range(ROUNDS):
            mine = ids[number * ROWS : (number + 1) * ROWS]
            order = ((ours, True), (floor, False))
            for mean, trailed in order if number % 2 else reversed(order):
                _measure(connection, database, mean, mine, trailed=trailed)
        connection.rollback()
    yield compared(
        "trail_update_10k",
        rows=ROWS,
        ours=ours.meter,
        floor=floor.meter,
        checksum_equal=ours.checksums == floor.checksums,
        sql_statements=1,
    )


def make_rows(connection: psycopg.Connection, count: int, mark: str) -> list[int]:
    """So many assets of a company of their own (of that public id), in the connection's transaction; their keys."""
    connection.execute("SELECT audit_open_system_event('bench', 'cli')")
    company = _one(connection, _COMPANY, [mark, mark])
    category = _one(connection, _CATEGORY, [mark, mark, mark])
    ids = [row[0] for row in connection.execute(_ASSETS, [company, category, count])]
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.execute("ANALYZE assets_asset")
    return ids


def _measure(
    connection: psycopg.Connection, database: Database, mean: Mean, ids: list[int], *, trailed: bool
) -> None:
    with connection.transaction(force_rollback=True):
        if not trailed:
            connection.execute("ALTER TABLE assets_asset DISABLE TRIGGER USER")
        event = _one(connection, "SELECT audit_open_system_event('bench', 'cli')")
        with Meter(database) as meter:
            connection.execute(_UPDATE, [ids])
            if not trailed:
                connection.execute(_INSERT, [event, ids])
        mean.add(meter)
        mean.checksums.add(str(_one(connection, _CHECKSUM, [event])))


def _one(connection: psycopg.Connection, query: LiteralString, params: list[object] | None = None) -> Any:
    row = connection.execute(query, params).fetchone()
    assert row
    return row[0]
