"""A CSV file of 100,000 rows, 20 columns, 6 look-ups, 5 % of them bad, as `assetry import` takes it, against SQL.

The floor copies the same file into a table of texts, resolves, converts and checks it by SQL (names, dates, amounts,
statuses, doubled and taken tags and serial numbers), leaves the bad rows out and inserts assets, facet rows, custody
and status periods with the same constraints and indexes, but without trail, counters and search documents. It goes
first, on the smaller tables. Each of the two has companies of its own, so that the same tags are new in both.
"""

import csv
import io
import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.database import Bench
from bench.metering import Meter
from bench.results import Result, compared

OPERATIONS = ("import_100k",)
ROWS = 100_000
HEADERS = (
    "Company", "Name", "Asset Tag", "Serial", "Category", "Manufacturer", "Model", "Model Number", "Supplier",
    "Location", "Order Number", "Purchase Date", "Purchase Cost", "Currency", "Warranty", "Status", "Notes",
    "Condition", "Processor", "Memory",
)  # fmt: skip
STATUSES = ("Ready to Deploy", "In repair", "Archived")
FLOOR_SQL = Path(__file__).with_name("import_100k_floor.sql")
_CHECKSUM = """
    SELECT md5(string_agg(concat_ws('|', a.asset_tag, a.name, a.name_sort, a.serial_key, a.model_id, a.category_id,
               a.manufacturer_id, a.supplier_id, l.name, a.purchased_on, a.cost_amount, a.cost_currency, a.status_id,
               a.state, a.note, a.order_number, h.condition, h.processor, h.memory_gb, h.warranty_ends_on,
               c.location_id = a.location_id, s.status_id = a.status_id), E'\\n' ORDER BY a.asset_tag COLLATE "C"))
    FROM assets_asset a
    JOIN organization_company o ON o.id = a.company_id JOIN organization_location l ON l.id = a.location_id
    JOIN assets_assethardware h ON h.asset_id = a.id
    JOIN assets_custody c ON c.asset_id = a.id JOIN assets_statusperiod s ON s.asset_id = a.id
    WHERE o.name LIKE %s AND a.asset_tag LIKE 'BG-%%'
"""


def make_file(owner: str, rows: int, prefix: str, *, bad: bool = True) -> bytes:
    """The same rows for either side; only the companies' names begin with their owner's.

    Of the bad ones, every twentieth, half name a supplier that is not there, half have no date where one belongs.
    """
    chance = random.Random(7)  # noqa: S311 (the same file each time)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HEADERS)
    for number in range(rows):
        model = number % 40
        is_bad = bad and number % 20 == 0
        day = f"20{chance.randrange(15, 26)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        writer.writerow((
            f"{owner} {number % 3}", f"Machine {number}", f"{prefix}-{number:07d}", f"{prefix}SN{number:09d}",
            f"Category {model % 8}", f"Maker {model % 10}", f"Model {model}", f"M{model}-X",
            "Nobody Ltd" if is_bad and number % 40 else f"Supplier {number % 20}",
            f"Room {number % 120}", f"PO-{chance.randrange(9000)}",
            "soon" if is_bad and not number % 40 else day,
            f"{chance.randrange(200, 4000)}.{chance.randrange(100):02d}", "EUR", chance.choice(("12", "24", "36")),
            STATUSES[number % 3], "some note " * chance.randrange(4), chance.choice(("New", "Good", "")),
            "Core Ultra 7", chance.choice(("8", "16", "32")),
        ))  # fmt: skip
    return buffer.getvalue().encode()


def run(bench: Bench) -> Iterator[Result]:
    """First everything that the rows name is there; then the floor, then ours."""
    database = bench.database
    user = _administrator()
    for owner in ("Floor", "Ours"):
        _import(user, make_file(owner, 120, "PRE", bad=False), create=True)
    with psycopg.connect(database.owner_url) as connection:
        content = make_file("Floor", ROWS, "BG")
        with Meter(database) as floor:
            _import_by_sql(connection, content)
    content = make_file("Ours", ROWS, "BG")
    with _counted() as statements, Meter(database) as ours:
        _import(user, content)
    with psycopg.connect(database.owner_url) as connection:
        sums = [connection.execute(_CHECKSUM, [f"{owner} %"]).fetchone() for owner in ("Floor", "Ours")]
    yield compared(
        "import_100k",
        rows=ROWS,
        ours=ours,
        floor=floor,
        checksum_equal=sums[0] == sums[1],
        sql_statements=len(statements),
        memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def _administrator() -> Any:
    from assetry.cli.support.owner import signed_as_owner
    from assetry.domain.access.bootstrap import create_account

    at, address = datetime.now(UTC), "import-bench@example.com"
    with signed_as_owner("bench"):
        return create_account(
            email=address,
            name="Import bench",
            password="correct horse battery",
            role_code="administrator",
            at=at,
        )


def _import(user: Any, content: bytes, *, create: bool = False) -> None:
    """What the command does, without its words; with `create`, what is missing is made along."""
    from assetry.domain.assets.imports.operations import check_import, import_assets
    from assetry.domain.assets.imports.options import CREATABLE
    from assetry.domain.assets.imports.suggesting import suggest_options
    from assetry.platform.imports.runs import begin_run, sheet_of
    from assetry.platform.permissions.actor import Actor, Door

    actor = Actor(user_id=user.pk, name=user.name, door=Door.IMPORT)
    at = datetime.now(UTC)
    run = begin_run(actor=actor, entity="asset", kind="hardware", file_name="b.csv", content=content, at=at)
    options = replace(
        suggest_options(actor, run, sheet_of(run)), create=frozenset(CREATABLE if create else ())
    )
    plan = check_import(actor=actor, run=run, options=options, at=at)
    bad = 0 if create else len(plan.rows) // 20
    assert (plan.counts["refuse"], plan.counts["update"]) == (bad, 0), plan.counts
    import_assets(actor=actor, run=run, plan=plan, at=at)


def _import_by_sql(connection: psycopg.Connection, content: bytes) -> None:
    """One transaction; its deferred constraints are checked by the commit, as ours are."""
    tables = ("assets_asset", "assets_assethardware", "assets_custody", "assets_statusperiod")
    with connection.transaction():
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        names = ", ".join(f"c{place} text" for place in range(len(HEADERS)))
        connection.execute(f"CREATE TEMP TABLE raw (line bigserial, {names}) ON COMMIT DROP")
        columns = ", ".join(f"c{place}" for place in range(len(HEADERS)))
        with connection.cursor().copy(
            f"COPY raw ({columns}) FROM STDIN (FORMAT csv, HEADER, NULL '?')"
        ) as copy:
            copy.write(content)
        connection.execute(FLOOR_SQL.read_text())
        for table in tables:
            connection.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _counted() -> Iterator[list[str]]:
    from django.db import connection

    seen: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen
