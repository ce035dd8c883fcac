"""R8: whoever owns the database may rewrite the trail, but not unseen.

Peers' trails have gaps (Snipe-IT #6600, #9976, #7726, NetBox #14947) and none of them would show a row that an
administrator of the database edited. Each test is one way of tampering, done as the owner with the guards off.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.platform.audit.sealing.head import HeadState, read_head, write_head
from tests.platform.audit.sealing import forge

pytestmark = pytest.mark.django_db

EVENT, CHANGE, PERSONAL, SEAL, EPOCH = (
    "audit_event",
    "audit_change",
    "audit_personal",
    "audit_seal",
    "audit_epoch",
)


@pytest.fixture
def head(tmp_path: Path) -> Path:
    return tmp_path / "trail-head.json"


@pytest.fixture
def trail(head: Path) -> Iterator[psycopg.Cursor]:
    with forge.forged_trail() as cursor:
        forge.keep_head(cursor, head)
        yield cursor


def last_seal_id(cursor: psycopg.Cursor, offset: int = 0) -> int:
    row = cursor.execute("SELECT id FROM audit_seal ORDER BY id DESC OFFSET %s LIMIT 1", [offset]).fetchone()
    assert row is not None
    return int(row[0])


def test_r8_an_untouched_trail_is_whole(trail: psycopg.Cursor, head: Path) -> None:
    report = forge.report(trail, head)
    assert report.is_whole
    assert (report.seals, report.events, report.changes, report.tail_events) == (4, 12, 24, 0)
    assert report.head_state is HeadState.CURRENT


@pytest.mark.parametrize("setting", ["bytea_output = 'escape'", "TimeZone = 'Asia/Tokyo'"])
def test_r8_what_a_session_is_set_to_changes_no_seal(trail: psycopg.Cursor, head: Path, setting: str) -> None:
    trail.execute(f"SET LOCAL {setting}")
    assert forge.report(trail, head).is_whole
    trail.execute(f"SET LOCAL {setting}")
    forge.add_sealed(trail)
    forge.keep_head(trail, head)
    assert forge.report(trail, head).is_whole


@pytest.mark.parametrize(
    "tampering",
    [
        "intent = 'test.other'",
        "actor_id = 8",
        "door = 'api'",
        "note = 'x'",
        "request_id = gen_random_uuid()",
        "parent_id = 1",
        "company_ids = '{1,2}'",
        "all_companies = true",
        "shared = true",
        "manages_access = true",
        "effective_at = effective_at + interval '1 microsecond'",
        "xid = '12'",
        "epoch = 2",
    ],
)
def test_r8_an_edited_event_is_named(trail: psycopg.Cursor, head: Path, tampering: str) -> None:
    trail.execute(f"UPDATE audit_event SET {tampering} WHERE id = 5")
    assert (EVENT, 5, "edited") in forge.found(trail, head)


@pytest.mark.parametrize(
    "tampering",
    [
        """before = '{"a": 9}'""",
        """after = '{"a":2}'""",
        "after = NULL",
        "row_id = 9",
        "subject_id = 9",
        "subject_table = 'other'",
        "table_name = 'other'",
        "company_id = 2",
        "company_id = NULL",
        "action = 'D'",
        "personal_digest = '\\x00'",
        "event_id = 6",
    ],
)
def test_r8_an_edited_change_is_named(trail: psycopg.Cursor, head: Path, tampering: str) -> None:
    trail.execute(f"UPDATE audit_change SET {tampering} WHERE id = 52")
    assert (CHANGE, 52, "edited") in forge.found(trail, head)


def test_r8_the_first_of_several_edited_rows_is_named_with_its_event(
    trail: psycopg.Cursor, head: Path
) -> None:
    trail.execute("UPDATE audit_change SET after = '{}' WHERE id IN (42, 52, 81, 82)")
    (finding,) = forge.report(trail, head).findings
    assert (finding.row, finding.event, finding.intent) == (42, 4, "test.forge")


def test_r8_a_deleted_event_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("DELETE FROM audit_event WHERE id = 5")
    trail.execute("DELETE FROM audit_change WHERE event_id = 5")
    trail.execute("DELETE FROM audit_personal WHERE change_id = 51")
    assert forge.found(trail, head) == {(EVENT, 5, "deleted"), (CHANGE, 51, "deleted")}


def test_r8_a_deleted_change_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("DELETE FROM audit_change WHERE id = 52")
    assert forge.found(trail, head) == {(CHANGE, 52, "deleted")}


def test_r8_an_event_put_in_between_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute(forge._EVENT, {"id": 500, "xid": forge.FIRST_XID + 5})
    assert forge.found(trail, head) == {(EVENT, 500, "inserted")}


def test_r8_a_change_put_under_a_sealed_event_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute(
        "INSERT INTO audit_change (id, event_id, recorded_at, row_id, subject_id, action, table_name, subject_table)"
        " VALUES (999, 5, now(), 1, 1, 'I', 'thing', 'thing')"
    )
    assert forge.found(trail, head) == {(CHANGE, 999, "inserted")}


def test_r8_a_change_without_an_event_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute(
        "INSERT INTO audit_change (id, event_id, recorded_at, row_id, subject_id, action, table_name, subject_table)"
        " VALUES (999, 777, now(), 1, 1, 'I', 'thing', 'thing')"
    )
    assert forge.found(trail, head) == {(CHANGE, 999, "inserted")}


@pytest.mark.parametrize("xid", ["9223372036854775807", "1"])
def test_r8_an_event_of_no_transaction_of_this_server_is_named(
    trail: psycopg.Cursor, head: Path, xid: str
) -> None:
    trail.execute(forge._EVENT, {"id": 500, "xid": xid})
    assert (EVENT, 500, "inserted") in forge.found(trail, head)


def test_r8_an_event_of_an_epoch_that_is_not_there_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute(forge._EVENT, {"id": 500, "xid": forge.FIRST_XID + 5})
    trail.execute("UPDATE audit_event SET epoch = 7 WHERE id = 500")
    assert forge.found(trail, head) == {(EVENT, 500, "inserted")}


def test_r8_two_events_that_changed_places_are_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute(
        "UPDATE audit_event SET note = 'first' WHERE id = 5"
    )  # so that they differ; sealed anew below
    trail.execute("DELETE FROM audit_seal")
    forge.seal_below(trail, forge.FIRST_XID + 100)
    forge.keep_head(trail, head)
    trail.execute("UPDATE audit_event SET id = 9000 WHERE id = 5")
    trail.execute("UPDATE audit_event SET id = 5 WHERE id = 6")
    trail.execute("UPDATE audit_event SET id = 6 WHERE id = 9000")
    assert (EVENT, 5, "reordered") in forge.found(trail, head)


def test_r8_two_seals_that_changed_places_are_named(trail: psycopg.Cursor, head: Path) -> None:
    third, second = last_seal_id(trail, 1), last_seal_id(trail, 2)
    trail.execute("ALTER TABLE audit_seal ALTER COLUMN id SET GENERATED BY DEFAULT")
    trail.execute("ALTER TABLE audit_seal ALTER COLUMN id DROP IDENTITY")
    trail.execute("UPDATE audit_seal SET id = -1 WHERE id = %s", [second])
    trail.execute("UPDATE audit_seal SET id = %s WHERE id = %s", [second, third])
    trail.execute("UPDATE audit_seal SET id = %s WHERE id = -1", [third])
    assert (SEAL, second, "reordered") in forge.found(trail, head)


@pytest.mark.parametrize("table", [EVENT, CHANGE])
def test_r8_a_re_dated_row_is_named(trail: psycopg.Cursor, head: Path, table: str) -> None:
    row = {EVENT: 5, CHANGE: 52}[table]
    trail.execute(f"UPDATE {table} SET recorded_at = recorded_at + interval '1 second' WHERE id = %s", [row])
    assert forge.found(trail, head) == {(table, row, "redated")}


def test_r8_an_end_that_was_cut_off_is_named_by_the_head_file(trail: psycopg.Cursor, head: Path) -> None:
    cut = last_seal_id(trail)
    trail.execute("DELETE FROM audit_seal WHERE id = %s", [cut])
    trail.execute("DELETE FROM audit_event WHERE id > 9")
    trail.execute("DELETE FROM audit_change WHERE event_id > 9")
    trail.execute("DELETE FROM audit_personal WHERE change_id > 99")
    assert forge.found(trail, head) == {(SEAL, cut, "cut_off")}


def test_r8_a_seal_taken_out_of_the_middle_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("DELETE FROM audit_seal WHERE id = %s", [last_seal_id(trail, 1)])
    assert (SEAL, last_seal_id(trail), "reordered") in forge.found(trail, head)


@pytest.mark.parametrize(
    "tampering",
    [
        "hash = sha256('x')",
        "previous = sha256('x')",
        "sealed_at = sealed_at - interval '1 day'",
        "first_event = 0",
        "last_event = 0",
        "event_count = 2",
        "change_count = 2",
        "event_leaves = substring(event_leaves FOR 64)",
        "change_leaves = ''",
    ],
)
def test_r8_an_edited_seal_is_named(trail: psycopg.Cursor, head: Path, tampering: str) -> None:
    seal = last_seal_id(trail, 1)
    trail.execute(f"UPDATE audit_seal SET {tampering} WHERE id = %s", [seal])
    assert any((table, row) == (SEAL, seal) for table, row, _what in forge.found(trail, head))


def test_r8_a_chain_written_anew_is_named_by_the_head_file(trail: psycopg.Cursor, head: Path) -> None:
    last = last_seal_id(trail)
    trail.execute("UPDATE audit_event SET actor_id = 8 WHERE id = 5")
    trail.execute("DELETE FROM audit_seal")
    forge.seal_below(trail, forge.FIRST_XID + 100)
    trail.execute("ALTER TABLE audit_seal ALTER COLUMN id DROP IDENTITY")
    trail.execute("UPDATE audit_seal SET id = %s", [last])
    assert forge.found(trail, head) == {(SEAL, last, "replaced")}


def test_r8_a_head_file_of_another_chain_is_named(trail: psycopg.Cursor, head: Path) -> None:
    kept = read_head(head)
    assert kept is not None
    write_head(head, type(kept)(kept.seal, "00" * 32, kept.epoch, kept.sealed_at))
    assert forge.found(trail, head) == {(SEAL, kept.seal, "replaced")}


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"seal": "x"}', "\x00"])
def test_r8_a_head_file_that_cannot_be_read_is_named(trail: psycopg.Cursor, head: Path, content: str) -> None:
    head.write_text(content)
    report = forge.report(trail, head)
    assert (report.head_state, report.is_whole) == (HeadState.UNREADABLE, False)


def test_r8_a_head_file_that_is_gone_is_said(trail: psycopg.Cursor, head: Path) -> None:
    head.unlink()
    assert forge.report(trail, head).head_state is HeadState.MISSING


def test_r8_an_edited_personal_value_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("""UPDATE audit_personal SET after = '{"name": "Eve"}' WHERE change_id = 51""")
    assert forge.found(trail, head) == {(PERSONAL, 51, "edited")}


def test_r8_an_edited_salt_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("UPDATE audit_personal SET salt = uuid_send(gen_random_uuid()) WHERE change_id = 51")
    assert forge.found(trail, head) == {(PERSONAL, 51, "edited")}


def test_r8_a_personal_value_taken_away_in_silence_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("DELETE FROM audit_personal WHERE change_id = 51")
    assert forge.found(trail, head) == {(PERSONAL, 51, "deleted")}


def test_r8_a_personal_value_of_no_change_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("INSERT INTO audit_personal (change_id, recorded_at, salt) VALUES (9999, now(), 'x')")
    assert forge.found(trail, head) == {(PERSONAL, 9999, "inserted")}


def test_r8_a_re_dated_personal_value_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("UPDATE audit_personal SET recorded_at = recorded_at + interval '1 s' WHERE change_id = 51")
    assert forge.found(trail, head) == {(PERSONAL, 51, "redated")}


@pytest.mark.parametrize("tampering", ["mark = '11'", "opened_at = now() - interval '1 year'", "number = 2"])
def test_r8_an_edited_epoch_is_named(trail: psycopg.Cursor, head: Path, tampering: str) -> None:
    trail.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_epoch_fkey")
    trail.execute(f"UPDATE audit_epoch SET {tampering}")
    assert forge.found(trail, head)


def test_r8_an_epoch_that_denies_its_archive_is_named(trail: psycopg.Cursor, head: Path) -> None:
    trail.execute("SELECT public.audit_open_epoch()")
    forge.keep_head(trail, head)
    assert forge.report(trail, head).is_whole
    trail.execute("UPDATE audit_epoch SET archive_head = NULL WHERE number = 2")
    assert forge.found(trail, head) == {(EPOCH, 2, "edited")}


_EDITS = {
    EVENT: (
        "note = note || 'x'",
        "actor_id = coalesce(actor_id, 0) + 1",
        "recorded_at = recorded_at + '1 s'",
    ),
    CHANGE: ("after = NULL", "row_id = row_id + 1", "recorded_at = recorded_at + '1 s'"),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.sampled_from([EVENT, CHANGE]), st.integers(1, 12), st.integers(0, 3)),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_r8_whatever_is_done_to_some_rows_the_first_is_named(
    trail: psycopg.Cursor, head: Path, edits: list[tuple[str, int, int]]
) -> None:
    trail.execute("SAVEPOINT untouched")
    touched: dict[str, set[int]] = {EVENT: set(), CHANGE: set()}
    for table, number, way in edits:
        row = number if table == EVENT else number * 10 + 2
        done = [*(f"UPDATE {table} SET {edit}" for edit in _EDITS[table]), f"DELETE FROM {table}"][way]
        trail.execute(f"{done} WHERE id = %s", [row])
        touched[table].add(row)
    findings = forge.found(trail, head)
    trail.execute("ROLLBACK TO untouched")
    first = {table: row for table, row, _what in findings}
    # The changes of a deleted event are named, too.
    assert all(first[table] <= min(rows) for table, rows in touched.items() if rows)
