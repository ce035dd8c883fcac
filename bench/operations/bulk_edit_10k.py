"""A bulk edit of 10,000 assets, from the stored preview to its undo data, against UPDATE and INSERT … SELECT by hand.

Ours is what the job does: the preview's rows are asked for again, locked and judged one by one, then written with
their trail, counters and search documents, and their versions kept for the undo. The floor writes the same columns and
the same rows of the trail, and nothing else hangs on its table. Everything is rolled back.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg

from assetry.platform.database.embedded.roles import SUPERUSER
from bench.database import Bench, Database
from bench.metering import Meter
from bench.operations.trail_update_10k import make_rows
from bench.results import Result, compared

OPERATIONS = ("bulk_edit_10k",)
ROWS, ROUNDS = 10_000, 2
CHANGES = {"note": "moved", "order_number": "PO-9"}

_UPDATE = (
    "UPDATE assets_asset SET note = 'moved', order_number = 'PO-9', version = version + 1 WHERE id = ANY (%s)"
)
_INSERT = """
    INSERT INTO audit_change (
        event_id, recorded_at, row_id, subject_id, company_id, action, table_name, subject_table, before, after
    )
    SELECT %s, transaction_timestamp(), id, id, company_id, 'U', 'assets_asset', 'assets_asset',
           '{"order_number":"PO","note":""}', json_build_object('order_number', order_number, 'note', note)
    FROM assets_asset WHERE id = ANY (%s)
"""
_CHECKSUM = """
    SELECT md5(string_agg(concat_ws('|', c.row_id, c.before::jsonb, c.after::jsonb, a.version), '|' ORDER BY a.id))
    FROM audit_change c JOIN assets_asset a ON a.id = c.row_id
    WHERE c.event_id = ANY (%s) AND c.table_name = 'assets_asset' AND c.action = 'U'
"""


def run(bench: Bench) -> Iterator[Result]:
    """Each round edits rows of its own, once in either way; the two take turns in being first."""
    database = bench.database
    with psycopg.connect(database.owner_url) as connection:
        ids = make_rows(connection, ROWS * ROUNDS, "BENCHBULK000")
    actor = _administrator()
    ours, floor = Meter(), Meter()
    sums: set[tuple[int, str]] = set()
    statements: set[int] = set()
    for number in range(ROUNDS):
        mine = ids[number * ROWS : (number + 1) * ROWS]
        for by_us in (True, False) if number % 2 else (False, True):
            if by_us:
                meter, checksum, count = _edit(database, actor, mine)
                statements.add(count)
            else:
                meter, checksum = _by_hand(database, mine)
            _add(ours if by_us else floor, meter)
            sums.add((number, checksum))
    _forget(database, ids)
    yield compared(
        "bulk_edit_10k",
        rows=ROWS,
        ours=ours,
        floor=floor,
        checksum_equal=len(sums) == ROUNDS and len(statements) == 1,
        sql_statements=max(statements),
    )


def _administrator() -> Any:
    from assetry.cli.support.owner import signed_as_owner
    from assetry.domain.access.bootstrap import create_account
    from assetry.platform.permissions.actor import Actor, Door

    with signed_as_owner("bench"):
        user = create_account(
            email="bulk-bench@example.com",
            name="Bulk bench",
            password="correct horse battery",
            role_code="administrator",
            at=datetime.now(UTC),
        )
    return Actor(user_id=user.pk, name=user.name, door=Door.JOB)


def _forget(database: Database, ids: list[int]) -> None:
    """The operations after this one find what they would have found: no trigger and no key is asked."""
    with psycopg.connect(database.cluster.url(SUPERUSER)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM assets_asset WHERE id = ANY (%s)", [ids])


def _edit(database: Database, actor: Any, ids: list[int]) -> tuple[Meter, str, int]:
    from django.db import connection, transaction

    from assetry.domain.assets.models import Asset
    from assetry.platform.bulk import runs

    at = datetime.now(UTC)
    with transaction.atomic():
        found = runs.begin_run(
            actor=actor,
            entity="asset",
            work="edit",
            rows=Asset.objects.visible_to(actor).filter(pk__in=ids),
            scope={},
            return_url="",
            at=at,
        )
        runs.preview_run(actor=actor, run=found, arguments=CHANGES, at=at)
        runs.queue_run(found, at=at)
        count = 0

        def counted(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*given)

        with connection.execute_wrapper(counted), Meter(database) as meter:
            found = runs.apply_run(actor=actor, run_id=found.pk, at=at)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(_CHECKSUM, [found.events])
            checksum = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return meter, checksum, count


def _by_hand(database: Database, ids: list[int]) -> tuple[Meter, str]:
    with psycopg.connect(database.owner_url) as connection, connection.transaction(force_rollback=True):
        connection.execute("ALTER TABLE assets_asset DISABLE TRIGGER USER")
        row = connection.execute("SELECT audit_open_system_event('bench', 'cli')").fetchone()
        assert row
        with Meter(database) as meter:
            connection.execute(_UPDATE, [ids])
            connection.execute(_INSERT, [row[0], ids])
        found = connection.execute(_CHECKSUM, [[row[0]]]).fetchone()
        assert found
    return meter, found[0]


def _add(total: Meter, meter: Meter) -> None:
    total.seconds += meter.seconds / ROUNDS
    total.python_seconds += meter.python_seconds / ROUNDS
    total.postgres_seconds += meter.postgres_seconds / ROUNDS
