"""`assetry audit verify` on 600,000 changes under 2,000 seals, against reading and hashing the same rows once.

The floor hashes every event, change, personal value and seal where it lies; verifying also puts the digests in their
order, compares them with the seals, and looks for rows that belong to none. All in one transaction that is undone.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.database import Bench
from bench.metering import Meter
from bench.results import Result, compared

OPERATIONS = ("verify_trail",)
EVENTS = 20_000
CHANGES_OF_AN_EVENT = 30
EVENTS_OF_A_SEAL = 10
# Every tenth change has personal values.
PERSONAL_EVERY = 10

_EVENTS = """
    INSERT INTO audit_event (id, recorded_at, effective_at, xid, epoch, actor_id, request_id, all_companies, shared,
        manages_access, intent, door, company_ids)
    SELECT n, now() - interval '20 days' * (1 - n / %(events)s::float), now(), (n + 10)::text::xid8, 1, 1,
        gen_random_uuid(), false, true, false, 'assets.asset.edit', 'web', '{1,2,3}'
    FROM generate_series(1, %(events)s) n
"""
_CHANGES = """
    INSERT INTO audit_change (id, event_id, recorded_at, row_id, subject_id, company_id, action, table_name,
        subject_table, before, after)
    SELECT e.id * 100 + n, e.id, e.recorded_at, n, n, 1, 'U', 'assets_asset', 'assets_asset',
        json_build_object('note', 'seen in step ' || e.id, 'order_number', 'PO-' || n, 'cost_amount', 1234.50),
        json_build_object('note', 'seen in step ' || e.id + 1, 'order_number', 'PO-' || n + 1, 'cost_amount', 999.90)
    FROM audit_event e, generate_series(1, %(changes)s) n
"""
_PERSONAL = """
    INSERT INTO audit_personal (change_id, recorded_at, salt, before, after)
    SELECT id, recorded_at, uuid_send(gen_random_uuid()), '{"name": "Ada Lovelace"}', '{"name": "Ada King"}'
    FROM audit_change WHERE id %% %(every)s = 0
"""
_DIGESTS = """
    UPDATE audit_change c SET personal_digest = public.audit_personal_digest(p.salt, p.before, p.after)
    FROM audit_personal p WHERE p.change_id = c.id
"""
_SEALS = """
    SELECT count(public.audit_write_seal((10 + n * %(of_a_seal)s + 1)::text::xid8, 100000))
    FROM generate_series(1, %(events)s / %(of_a_seal)s) n
"""
_FLOOR = (
    "SELECT count(*), sum(length(public.audit_event_digest(e))) FROM audit_event e",
    "SELECT count(*), sum(length(public.audit_change_digest(c))) FROM audit_change c",
    "SELECT count(*), sum(length(public.audit_personal_digest(p.salt, p.before, p.after))) FROM audit_personal p",
    "SELECT count(*), sum(length(sha256(previous || event_leaves || change_leaves))) FROM audit_seal",
)
TRAIL = ("audit_event", "audit_change", "audit_personal", "audit_seal")


def run(bench: Bench) -> Iterator[Result]:
    """The floor goes first, so that both read from memory."""
    with psycopg.connect(bench.database.owner_url) as connection, connection.cursor() as cursor:
        _write(cursor)
        with Meter(bench.database) as floor:
            read = [cursor.execute(query).fetchone() for query in _FLOOR]
        with Meter(bench.database) as ours:
            report = _verified(cursor, bench.folder / "no-head.json")
        connection.rollback()
    counts = [row[0] for row in read if row]
    yield compared(
        "verify_trail",
        rows=report[1],
        ours=ours,
        floor=floor,
        checksum_equal=counts == [report[0], report[1], report[1] // PERSONAL_EVERY, report[2]],
    )


def _verified(cursor: psycopg.Cursor, head: Path) -> tuple[int, int, int]:
    """Events, changes and seals; raises AssertionError where a row is named."""
    from assetry.platform.audit.sealing.verification import verify  # needs Django

    report = verify(cursor, head)
    assert report.is_whole, report.findings
    return report.events, report.changes, report.seals


def _write(cursor: psycopg.Cursor) -> None:
    given = {
        "events": EVENTS,
        "changes": CHANGES_OF_AN_EVENT,
        "every": PERSONAL_EVERY,
        "of_a_seal": EVENTS_OF_A_SEAL,
    }
    for table in TRAIL:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
    for query in (_EVENTS, _CHANGES, _PERSONAL, _DIGESTS):
        cursor.execute(query, given)
    for table in TRAIL:
        cursor.execute(f"ANALYZE {table}")
    cursor.execute(_SEALS, given)
    cursor.execute("ANALYZE audit_seal")
