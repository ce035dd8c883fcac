"""The server's checks: each is broken once, and names what is broken."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from assetry.platform.database import checks
from assetry.platform.doctor.checks import Level

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


def test_a_missing_migration_is_named(owner_connection: psycopg.Connection) -> None:
    assert checks.check_migrations(NOW).level is Level.OK
    owner_connection.execute("DELETE FROM django_migrations WHERE app = 'imports'")
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
