"""The server's checks: each is broken once, and names what is broken."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from assetry.platform.database import checks
from assetry.platform.database.embedded.roles import SUPERUSER
from assetry.platform.doctor.checks import Level
from tests.support.server import conninfo

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_server_that_may_forget_is_a_problem() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    finding = checks.check_durability(NOW)
    assert (finding.level, "synchronous_commit" in str(finding.detail)) == (Level.PROBLEM, True)


def test_the_application_role_holds_nothing_that_it_does_not_need() -> None:
    assert checks.check_rights(NOW).level is Level.OK


@pytest.mark.parametrize(
    ("grant", "named"),
    [
        ("GRANT CREATE ON SCHEMA public TO assetry_app", "schema public"),
        ("DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO assetry_app', current_database()); END $$",
         "on the database"),
    ],
)  # fmt: skip
def test_a_right_too_many_is_named(owner_connection: psycopg.Connection, grant: str, named: str) -> None:
    owner_connection.execute(grant.encode())
    finding = checks.check_rights(NOW)
    assert (finding.level, named in str(finding.detail)) == (Level.PROBLEM, True)


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection]:
    """Of the developers' or our own server; what it does is taken back."""
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(conninfo(name, SUPERUSER)) as connected:
        yield connected
        connected.rollback()


@pytest.mark.parametrize(
    ("grant", "named"),
    [
        ("GRANT pg_execute_server_program TO tried", ["membership of the role pg_execute_server_program"]),
        (
            "GRANT SET ON PARAMETER session_replication_role TO tried",
            ["SET of the parameter session_replication_role"],
        ),
        ("GRANT pg_monitor TO tried", []),
    ],
)
def test_a_power_over_the_server_is_named(
    superuser: psycopg.Connection, grant: str, named: list[str]
) -> None:
    superuser.execute("CREATE ROLE tried")
    superuser.execute(grant.encode())
    superuser.execute("SET LOCAL ROLE tried")
    powers = superuser.execute(checks.POWERS, {"harmless": checks.HARMLESS}).fetchall()
    assert [power for (power,) in powers] == named


@pytest.mark.parametrize("which", ["USER", "search_asset_insert"])
def test_a_trigger_that_is_off_is_named(owner_connection: psycopg.Connection, which: str) -> None:
    assert checks.check_triggers(NOW).level is Level.OK
    owner_connection.execute(f"ALTER TABLE assets_asset DISABLE TRIGGER {which}".encode())
    finding = checks.check_triggers(NOW)
    owner_connection.execute("ALTER TABLE assets_asset ENABLE TRIGGER USER")
    assert finding.level is Level.PROBLEM
    assert "search_asset_insert on assets_asset" in finding.rows


def test_a_foreign_key_that_is_off_is_named(superuser: psycopg.Connection) -> None:
    superuser.execute("ALTER TABLE assets_custody DISABLE TRIGGER ALL")
    rows = [row for (row,) in superuser.execute(checks.OFF.encode())]
    assert [row for row in rows if "_fk" in row and "assets_custody" in row]


def test_a_missing_migration_is_named(owner_connection: psycopg.Connection) -> None:
    assert checks.check_migrations(NOW).level is Level.OK
    owner_connection.execute("DELETE FROM django_migrations WHERE app = 'imports' AND name ^@ '0001'")
    finding = checks.check_migrations(NOW)
    assert (finding.level, "imports.0001_initial" in finding.rows) == (Level.PROBLEM, True)


def test_a_migration_of_a_newer_version_is_named(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('assets', '9999_wings', now())"
    )
    finding = checks.check_migrations(NOW)
    assert (finding.level, "9999_wings" in str(finding.detail)) == (Level.PROBLEM, True)


@pytest.mark.parametrize(("hours", "level"), [(0, Level.OK), (1, Level.PROBLEM), (-1, Level.PROBLEM)])
def test_clocks_that_differ_are_named(hours: int, level: Level) -> None:
    assert checks.check_clock(datetime.now(UTC) + timedelta(hours=hours)).level is level


def test_an_unfinished_index_is_named(owner_connection: psycopg.Connection) -> None:
    assert checks.check_indexes(NOW).level is Level.OK
    with pytest.raises(psycopg.errors.UniqueViolation):
        owner_connection.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON django_content_type (app_label)")
    assert checks.check_indexes(NOW).rows == ("broken",)
