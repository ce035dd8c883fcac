"""What nobody may do to trailed, evidence and trail tables."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import ProgrammingError, connections, transaction

from assetry.platform.audit.install import MONTHS_AHEAD, ensure_partitions
from assetry.platform.audit.refusals import AppendOnly, PrimaryKeyChanged, TruncateRefused
from assetry.platform.audit.signed import signed
from tests.platform.audit.testapp.models import Login, Reading, Thing
from tests.platform.audit.trail import execute, fetch
from tests.support.server import conninfo

pytestmark = pytest.mark.django_db
TRAIL = ["audit_event", "audit_change", "audit_personal", "audit_epoch", "audit_seal"]


@pytest.fixture
def as_owner(transactional_db: None) -> Iterator[psycopg.Connection]:
    """The owner of a database that has a bit of everything, committed."""
    with signed("test.make"):
        Thing.objects.create(company_id=1, name="Lamp")
        Login.objects.create(user_id=1, email="ada@example.org")
    Reading.objects.create(value="1")
    with psycopg.connect(
        conninfo(connections["default"].settings_dict["NAME"]), autocommit=True
    ) as connection:
        connection.execute("SELECT public.audit_write_seal('999999999999', 10)")
        yield connection


def test_a_primary_key_does_not_change() -> None:
    with signed("test"):
        thing = Thing.objects.create(company_id=1, name="Lamp")
    with signed("test"), pytest.raises(PrimaryKeyChanged, match="trailtest_thing"), transaction.atomic():
        Thing.objects.filter(pk=thing.pk).update(id=thing.pk + 1_000_000)


def test_a_primary_key_does_not_change_among_other_rows() -> None:
    with signed("test"):
        Thing.objects.bulk_create(Thing(company_id=1, name=str(n)) for n in range(3))
    with signed("test"), pytest.raises(PrimaryKeyChanged), transaction.atomic():
        execute("UPDATE trailtest_thing SET id = id + 1000000, note = 'x' WHERE name = '1'")


@pytest.mark.parametrize(
    "change", ["UPDATE trailtest_reading SET value = '2'", "DELETE FROM trailtest_reading"]
)
def test_evidence_is_append_only_for_the_owner_too(change: str, as_owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error, match="append-only"):
        as_owner.execute(change)


def test_evidence_can_be_added_by_the_application() -> None:
    Reading.objects.create(value="1")
    assert fetch("SELECT value FROM trailtest_reading") == [("1",)]


@pytest.mark.parametrize("table", ["trailtest_thing", "trailtest_reading", *TRAIL])
def test_nothing_is_truncated(table: str, as_owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error, match="cannot be truncated"):
        as_owner.execute(f"TRUNCATE {table} CASCADE")


def test_a_partition_is_not_truncated_by_itself(as_owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error, match="cannot be truncated"):
        as_owner.execute(f"TRUNCATE {datetime.now(UTC):audit_change_y%Ym%m}")


@pytest.mark.parametrize("table", TRAIL)
def test_the_trail_is_not_deleted_by_the_owner(table: str, as_owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error, match="append-only"):
        as_owner.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET note = 'x'",
        "UPDATE audit_event SET company_ids = '{1}'",
        "UPDATE audit_change SET after = '{}'",
        "UPDATE audit_personal SET after = '{}'",
        "UPDATE audit_epoch SET archive_head = ''",
        "UPDATE audit_seal SET hash = ''",
    ],
)
def test_the_trail_is_not_changed_by_the_owner(change: str, as_owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error, match="append-only"):
        as_owner.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET note = 'x' WHERE id = currval('audit_event_id_seq')",
        "UPDATE audit_event SET company_ids = '{}' WHERE id = currval('audit_event_id_seq')",
    ],
)
def test_the_open_event_gains_companies_and_nothing_else(change: str, as_owner: psycopg.Connection) -> None:
    values = "now(), now(), pg_current_xact_id(), 1, 'x', 'x', '{1}', false, false, false"
    with as_owner.transaction(force_rollback=True):
        as_owner.execute(
            "INSERT INTO audit_event (recorded_at, effective_at, xid, epoch, intent, door, company_ids, all_companies,"
            f" shared, manages_access) VALUES ({values})"
        )
        with pytest.raises(psycopg.Error, match="append-only"), as_owner.transaction():
            as_owner.execute(change)


def refused_by(what: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=what), transaction.atomic():
        execute(statement)


@pytest.mark.parametrize("table", TRAIL)
@pytest.mark.parametrize(
    "change", ["INSERT INTO {} DEFAULT VALUES", "DELETE FROM {} WHERE false", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_application_does_not_write_the_trail(table: str, change: str) -> None:
    refused_by("permission denied", change.format(table))


@pytest.mark.parametrize(
    "change", ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET recorded_at = now()", "DELETE FROM {}"]
)
def test_the_application_does_not_write_a_partition_of_the_trail(change: str) -> None:
    refused_by("permission denied", change.format(f"{datetime.now(UTC):audit_change_y%Ym%m}"))


@pytest.mark.parametrize("table", TRAIL)
def test_the_application_reads_the_trail(table: str) -> None:
    fetch(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize(
    "definition",
    [
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE trailtest_thing DISABLE TRIGGER audit_update",
        "DROP TRIGGER audit_update ON trailtest_thing",
        "DROP TABLE trailtest_thing",
        "TRUNCATE trailtest_tally",
    ],
)
def test_the_application_defines_nothing(definition: str) -> None:
    refused_by("permission denied|must be owner", definition)


def test_the_application_does_not_record_migrations() -> None:
    refused_by("permission denied", "DELETE FROM django_migrations")


@pytest.mark.parametrize(
    "change", ["UPDATE trailtest_reading SET value = '2'", "DELETE FROM trailtest_reading"]
)
def test_the_application_does_not_rewrite_evidence(change: str) -> None:
    refused_by("permission denied", change)


@pytest.mark.parametrize(
    "call",
    [
        "audit_write_event('x', 1, 'web', NULL, now(), '', '{}', true, true, true)",
        "audit_find_event(1)",
        "audit_current_event()",
        "audit_ensure_partitions('2020-01-01', '2020-01-01')",
        "audit_grant_rights('assetry_app')",
    ],
)
def test_the_application_calls_no_inner_function(call: str) -> None:
    refused_by("permission denied", f"SELECT {call}")


def test_outside_of_tests_the_application_opens_no_system_event(owner_connection: psycopg.Connection) -> None:
    """What `audit_grant_rights` leaves the application with, before tests are given one more right."""
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute("SELECT audit_grant_rights('assetry_app')")
        allowed = owner_connection.execute(
            "SELECT has_function_privilege('assetry_app', 'audit_open_system_event(text, text)', 'EXECUTE'),"
            " has_function_privilege('assetry_app', 'audit_close_event(bigint)', 'EXECUTE')"
        ).fetchone()
    assert allowed == (False, True)


def test_partitions_reach_two_years_ahead() -> None:
    ((count,),) = fetch("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_change'::regclass")
    assert count >= MONTHS_AHEAD + 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_partitions_are_made_once() -> None:
    with connections["owner"].cursor() as cursor:
        assert ensure_partitions(cursor, today=datetime.now(UTC).date()) == 0
        assert ensure_partitions(cursor, today=datetime(2019, 12, 31, tzinfo=UTC).date()) == 3 * (
            MONTHS_AHEAD + 1
        )


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_new_partition_is_as_closed_to_the_application_as_the_others() -> None:
    with connections["owner"].cursor() as cursor:
        ensure_partitions(cursor, today=datetime(2019, 12, 31, tzinfo=UTC).date())
    refused_by("permission denied", "INSERT INTO audit_change_y2019m12 DEFAULT VALUES")
    refused_by("permission denied", "DELETE FROM audit_event_y2019m12")
    assert fetch("SELECT count(*) FROM audit_personal_y2019m12") == [(0,)]


@pytest.mark.untrailed
def test_a_month_without_a_partition_refuses_every_change(as_owner: psycopg.Connection) -> None:
    as_owner.execute("SET lock_timeout = '2s'")
    for table in ("audit_event", "audit_change", "audit_personal"):
        as_owner.execute(f"DROP TABLE {datetime.now(UTC):{table}_y%Ym%m}")
    with pytest.raises(Exception, match="no partition"), signed("test"):
        Thing.objects.create(company_id=1, name="Lamp")


def test_the_names_of_refusals_reach_python() -> None:
    assert {refusal.sqlstate for refusal in (AppendOnly, PrimaryKeyChanged, TruncateRefused)} == {
        "TR003",
        "TR004",
        "TR005",
    }
