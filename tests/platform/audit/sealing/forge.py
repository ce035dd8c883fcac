"""A small trail of a dozen events under four seals, written by the owner in a transaction that is thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connections

from assetry.platform.audit.sealing.head import last_seal, write_head
from assetry.platform.audit.sealing.verification import Report, verify
from tests.support.server import conninfo

TRAIL = ("audit_event", "audit_change", "audit_personal", "audit_seal", "audit_epoch")
EVENTS_OF_A_SEAL = 3
SEALS = 4
# Below any transaction of a real server's test database, so that the rows are this fixture's alone.
FIRST_XID = 10

_EVENT = """
    INSERT INTO audit_event (id, recorded_at, effective_at, xid, epoch, actor_id, all_companies, shared,
        manages_access, intent, door, company_ids)
    VALUES (%(id)s, now() - interval '1 hour', now() - interval '1 hour', %(xid)s::text::xid8, 1, 7, false, false,
        false, 'test.forge', 'web', '{1}')
"""
_CHANGE = """
    WITH salted AS (SELECT uuid_send(gen_random_uuid()) AS salt, json_build_object('name', 'Ada ' || %(id)s) AS value),
    made AS (
        INSERT INTO audit_change (id, event_id, recorded_at, row_id, subject_id, company_id, action, table_name,
            subject_table, before, after, personal_digest)
        SELECT %(id)s * 10 + n, %(id)s, now() - interval '1 hour', n, n, 1, 'U', 'thing', 'thing', '{"a": 1}',
            '{"a": 2}', CASE n WHEN 1 THEN public.audit_personal_digest(salt, NULL, value) END
        FROM salted, generate_series(1, 2) n
    )
    INSERT INTO audit_personal (change_id, recorded_at, salt, after)
    SELECT %(id)s * 10 + 1, now() - interval '1 hour', salt, value FROM salted
"""


@contextmanager
def forged_trail() -> Iterator[psycopg.Cursor]:
    """A cursor of the owner's with the guards switched off, as an intruder would; nothing is kept."""
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(conninfo(name)) as connection, connection.cursor() as cursor:
        for table in TRAIL:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            if table != "audit_epoch":
                cursor.execute(f"DELETE FROM {table}")
        for number in range(1, EVENTS_OF_A_SEAL * SEALS + 1):
            cursor.execute(_EVENT, {"id": number, "xid": FIRST_XID + number})
            cursor.execute(_CHANGE, {"id": number})
            if number % EVENTS_OF_A_SEAL == 0:
                seal_below(cursor, FIRST_XID + number + 1)
        yield cursor
        connection.rollback()


def add_sealed(cursor: psycopg.Cursor) -> None:
    """One more event with its changes, sealed."""
    number = EVENTS_OF_A_SEAL * SEALS + 1
    cursor.execute(_EVENT, {"id": number, "xid": FIRST_XID + number})
    cursor.execute(_CHANGE, {"id": number})
    seal_below(cursor, FIRST_XID + number + 1)


def seal_below(cursor: psycopg.Cursor, xid: int) -> None:
    """Seal all events of transactions below that one."""
    cursor.execute("SELECT public.audit_write_seal(%s::text::xid8, 1000)", [xid])


def keep_head(cursor: psycopg.Cursor, path: Path) -> None:
    """Write the head as the sealer does."""
    head = last_seal(cursor)
    assert head is not None
    write_head(path, head)


def found(cursor: psycopg.Cursor, path: Path) -> set[tuple[str, int, str]]:
    """What the verification names: table, row, what was done."""
    return {(finding.table, finding.row, finding.what.value) for finding in report(cursor, path).findings}


def report(cursor: psycopg.Cursor, path: Path) -> Report:
    """The whole report."""
    return verify(cursor, path)


@contextmanager
def unguarded() -> Iterator[psycopg.Cursor]:
    """A cursor of the owner's on the real trail with the guards switched off; what it does is kept."""
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(conninfo(name)) as connection, connection.cursor() as cursor:
        for table in TRAIL:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor


# The horizon, but for transactions of other databases: the tests' server is shared, and they come and go there.
HORIZON_OF_THIS_DATABASE = """
    CREATE OR REPLACE FUNCTION public.audit_horizon() RETURNS xid8
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
        SELECT coalesce(
            (SELECT min(l.transactionid::text::xid8) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
             WHERE l.locktype = 'transactionid' AND l.granted AND a.datname = current_database()
               AND a.pid <> pg_backend_pid()),
            pg_snapshot_xmax(pg_current_snapshot()))
    $$
"""


def ignore_other_databases() -> None:
    """Let the sealer of this test's database wait for its own writers only; a test that commits starts afresh."""
    with psycopg.connect(conninfo(connections["default"].settings_dict["NAME"])) as owner:
        owner.execute(HORIZON_OF_THIS_DATABASE)
