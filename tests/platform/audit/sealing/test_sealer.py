"""The sealer: below the horizon only, one at a time, taken up where another was killed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connections, transaction

from assetry.platform.audit.queries import head_standing, unsealed_tail
from assetry.platform.audit.sealing import sealer
from assetry.platform.audit.sealing.head import HeadState, read_head
from assetry.platform.audit.sealing.sealer import HeadMismatch, open_epoch, seal_events
from assetry.platform.audit.sealing.verification import verify_trail
from assetry.platform.audit.signed import signed
from tests.platform.audit.sealing.forge import ignore_other_databases
from tests.platform.audit.testapp.models import Thing
from tests.platform.audit.trail import execute, fetch
from tests.support.server import conninfo

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.untrailed]


@pytest.fixture
def head(tmp_path: Path) -> Path:
    """The head file, which is not there yet; the events of migrations are sealed."""
    ignore_other_databases()
    seal_events(tmp_path / "migrated.json")
    return tmp_path / "data" / "trail-head.json"


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """Another connection of the application's role."""
    name = connections["default"].settings_dict["NAME"]
    with closing(psycopg.connect(conninfo(name, "assetry_app"))) as connection:
        yield connection


def change(name: str = "Lamp") -> int:
    with signed("test.change") as event:
        Thing.objects.create(company_id=1, name=name)
    return event.id


def seals() -> list[int]:
    """How many events lie under each seal, but for those of migrations."""
    query = "SELECT event_count FROM audit_seal WHERE last_event >= (SELECT min(id) FROM audit_event WHERE intent = %s)"
    return [events for (events,) in fetch(query + " ORDER BY id", ["test.change"])]


def test_it_seals_everything_and_writes_the_head(head: Path) -> None:
    change(), change()
    assert seal_events(head) == 1
    report = verify_trail(head)
    assert (report.is_whole, report.tail_events, report.head_state) == (True, 0, HeadState.CURRENT)
    assert head.stat().st_mode & 0o777 == 0o600


def test_a_trail_without_news_gets_no_seal(head: Path) -> None:
    change()
    seal_events(head)
    assert seal_events(head) == 0


def test_an_open_writer_holds_the_horizon_back(head: Path, other: psycopg.Connection) -> None:
    change("before")
    seal_events(head)
    other.execute("SELECT public.audit_open_system_event('test.slow', 'test')")
    later = change("while it is open")
    assert seal_events(head) == 0
    assert (unsealed_tail().events, head_standing(head)[0]) == (1, HeadState.CURRENT)
    other.commit()
    seal_events(head)
    assert fetch(
        "SELECT count(*) FROM audit_seal WHERE first_event <= %s AND %s <= last_event", [later, later]
    ) == [(1,)]
    assert verify_trail(head).is_whole


def test_the_real_horizon_does_not_pass_an_open_writer(other: psycopg.Connection) -> None:
    row = other.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    with psycopg.connect(conninfo(connections["default"].settings_dict["NAME"])) as owner:
        horizon = owner.execute("SELECT public.audit_horizon()::text::bigint").fetchone()
    assert horizon is not None
    assert horizon[0] <= row[0]


def test_an_event_that_was_rolled_back_leaves_no_gap(head: Path, other: psycopg.Connection) -> None:
    other.execute("SELECT public.audit_open_system_event('test.undone', 'test')")
    other.rollback()
    change()
    seal_events(head)
    assert verify_trail(head).is_whole


def test_of_two_sealers_one_works(head: Path, other: psycopg.Connection) -> None:
    change()
    assert seal_in(other) is not None
    assert seal_events(head) == 0
    other.commit()
    assert seals() == [1]


def seal_in(connection: psycopg.Connection) -> int | None:
    """Seal, and stay in the transaction when there was something."""
    (seal,) = connection.execute("SELECT public.audit_seal_events(10)").fetchone() or (None,)
    if seal is None:
        connection.rollback()
        return None
    return int(seal)


def test_a_chain_cannot_fork(head: Path) -> None:
    change()
    seal_events(head)
    fork = (
        'INSERT INTO audit_seal SELECT (jsonb_populate_record(s, \'{"id": 999999, "hash": "\\\\x00"}\')).*'
        " FROM audit_seal s"
    )
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(conninfo(name)) as owner:
        owner.execute("ALTER TABLE audit_seal ALTER COLUMN id DROP IDENTITY")
        with pytest.raises(psycopg.errors.UniqueViolation, match="previous"):
            owner.execute(fork)


def test_killed_between_seal_and_head_the_next_writes_the_head(head: Path) -> None:
    change()
    assert fetch("SELECT public.audit_seal_events(10) IS NOT NULL") == [(True,)]
    assert head_standing(head)[0] is HeadState.MISSING
    seal_events(head)
    assert head_standing(head)[0] is HeadState.CURRENT


def test_killed_in_the_middle_of_sealing_nothing_is_half_sealed(
    head: Path, other: psycopg.Connection
) -> None:
    change()
    assert seal_in(other) is not None
    assert fetch("SELECT pg_terminate_backend(%s, 10000)", [other.info.backend_pid]) == [(True,)]
    seal_events(head)
    assert (seals(), verify_trail(head).is_whole) == ([1], True)


def test_a_full_disk_under_the_head_file_loses_no_seal(head: Path) -> None:
    change()
    head.parent.mkdir()
    (head.parent / "trail-head.json.new").mkdir()
    with pytest.raises(OSError, match="trail-head"):
        seal_events(head)
    (head.parent / "trail-head.json.new").rmdir()
    seal_events(head)
    assert head_standing(head)[0] is HeadState.CURRENT


def test_a_long_trail_is_sealed_in_pieces_that_keep_transactions_whole(
    head: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealer, "EVENTS_OF_A_SEAL", 2)
    with transaction.atomic():
        change(), change(), change()
    for _ in range(3):
        change()
    seal_events(head)
    assert seals() == [3, 2, 1]
    assert verify_trail(head).is_whole


def test_a_chain_that_does_not_fit_its_head_is_not_carried_on(head: Path) -> None:
    change()
    seal_events(head)
    kept = head.read_text()
    head.write_text(kept.replace('"hash": "', '"hash": "00'))
    change()
    with pytest.raises(HeadMismatch, match="assetry audit verify"):
        seal_events(head)
    assert '"hash": "00' in head.read_text()


def test_an_epoch_seals_all_and_names_the_archives_head(head: Path, other: psycopg.Connection) -> None:
    change()
    seal_events(head)
    change("not sealed in the archive")
    opened = open_epoch(head, using="owner")
    assert opened is not None
    assert fetch("SELECT number, encode(archive_head, 'hex') FROM audit_epoch WHERE number > 1") == [
        (2, opened.hash)
    ]
    assert (read_head(head), unsealed_tail().events) == (opened, 0)
    assert (head.parent / "trail-head.json.before-epoch-2").exists()
    change("in the new one")
    seal_events(head)
    report = verify_trail(head)
    assert (report.is_whole, report.epoch) == (True, 2)


def test_an_archive_put_back_without_an_epoch_shows(head: Path) -> None:
    change()
    seal_events(head)
    archived = head.read_text()
    change()
    seal_events(head)
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(conninfo(name)) as owner:
        owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        owner.execute("DELETE FROM audit_seal WHERE id = (SELECT max(id) FROM audit_seal)")
    assert head.read_text() != archived
    assert [finding.what for finding in verify_trail(head).findings] == ["cut_off"]


@pytest.mark.parametrize(
    "call",
    ["audit_write_seal('9', 1)", "audit_open_epoch()", "audit_ensure_partitions('2020-01-01', '2020-02-01')"],
)
def test_the_application_has_no_other_way_to_the_chain(call: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(f"SELECT public.{call}")


def test_the_application_makes_the_months_to_come_and_nothing_else(
    owner_connection: psycopg.Connection,
) -> None:
    gone = fetch("SELECT to_char(now() + interval '24 months', '\"audit_personal_y\"YYYY\"m\"MM')")[0][0]
    owner_connection.execute(f"DROP TABLE {gone}")
    assert fetch("SELECT public.audit_make_months()") == [(1,)]
    assert fetch("SELECT to_regclass(%s)::text", [gone]) == [(gone,)]


def test_a_head_file_that_was_taken_away_is_not_silently_written_again(head: Path) -> None:
    change()
    seal_events(head)
    head.unlink()
    change()
    with pytest.raises(HeadMismatch):
        seal_events(head)
    assert (head.exists(), verify_trail(head).head_state) == (False, HeadState.LOST)
    open_epoch(head, using="owner")
    assert verify_trail(head).head_state is HeadState.CURRENT


def test_an_older_head_file_that_was_put_back_is_seen(head: Path) -> None:
    change()
    seal_events(head)
    older = head.read_text()
    change()
    seal_events(head)
    head.write_text(older)
    with pytest.raises(HeadMismatch):
        seal_events(head)
    assert verify_trail(head).head_state is HeadState.LOST


def test_the_file_of_another_folder_is_a_new_one(head: Path) -> None:
    change()
    seal_events(head)
    seal_events(head.with_name("other.json"))
    assert verify_trail(head.with_name("other.json")).head_state is HeadState.CURRENT


def test_the_application_notes_heads_of_real_seals_alone(head: Path) -> None:
    fetch("SELECT public.audit_note_head('elsewhere', 999999)")
    assert fetch("SELECT count(*) FROM audit_head WHERE place = 'elsewhere'") == [(0,)]
    with pytest.raises(ProgrammingError), transaction.atomic():
        execute("DELETE FROM audit_head")
