"""A database from nothing: the trail is whole at the end, in whatever order the apps come."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from assetry.platform.audit.install import application_role, find_problems
from tests.support.server import conninfo, database_name

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def fresh() -> Iterator[BaseDatabaseWrapper]:
    """The owner's connection to an empty database."""
    owner = connections["owner"]
    name = sql.Identifier(f"{database_name()}_fresh")
    usual = owner.settings_dict["NAME"]
    owner.close()
    with psycopg.connect(conninfo("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        owner.settings_dict["NAME"] = f"{database_name()}_fresh"
        yield owner
        owner.close()
        owner.settings_dict["NAME"] = usual
        server.execute(sql.SQL("DROP DATABASE {}").format(name))


def migrate(*target: str) -> None:
    call_command("migrate", *target, database="owner", verbosity=0, interactive=False)


def triggers(owner: BaseDatabaseWrapper, table: str) -> list[str]:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY 1",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def test_tables_of_before_the_trail_are_caught_up_with(fresh: BaseDatabaseWrapper) -> None:
    migrate("trailtest")
    assert triggers(fresh, "trailtest_thing") == []
    migrate("audit")
    assert triggers(fresh, "trailtest_thing") == [
        "audit_delete",
        "audit_insert",
        "audit_truncate",
        "audit_update",
    ]
    assert find_problems(fresh) == []


def test_migrating_again_changes_nothing(fresh: BaseDatabaseWrapper) -> None:
    migrate("audit")
    migrate("trailtest")
    state = "SELECT oid, relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    with fresh.cursor() as cursor:
        cursor.execute(state)
        before = cursor.fetchall()
        migrate("trailtest")
        cursor.execute(state)
        assert cursor.fetchall() == before


def test_an_app_that_is_migrated_back_leaves_nothing(fresh: BaseDatabaseWrapper) -> None:
    migrate("audit")
    migrate("trailtest")
    migrate("trailtest", "zero")
    with fresh.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_proc WHERE starts_with(proname, 'audit_trail_trailtest')")
        assert cursor.fetchone() == (0,)


def test_a_schema_that_was_open_to_all_is_closed(fresh: BaseDatabaseWrapper) -> None:
    with fresh.cursor() as cursor:
        cursor.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
        migrate("audit")
        cursor.execute("SELECT has_schema_privilege('assetry_app', 'public', 'CREATE')")
        assert cursor.fetchone() == (False,)


def test_sql_of_a_migration_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sqlmigrate", "trailtest", "0001", database="owner")
    assert 'CREATE TABLE "trailtest_thing"' in capsys.readouterr().out


def test_an_application_role_that_does_not_exist_is_named(
    fresh: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetry.platform.audit.install.application_role", lambda: "nobody_there")
    with pytest.raises(ImproperlyConfigured, match="CREATE ROLE nobody_there"):
        migrate("audit")


def test_a_database_with_one_role_keeps_that_role_s_rights(
    fresh: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assetry.platform.audit.install.application_role", lambda: "assetry_owner")
    migrate("audit")
    with fresh.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_change', 'INSERT')")
        assert cursor.fetchone() == (True,)


def test_the_application_role_is_the_one_that_the_settings_name() -> None:
    assert application_role() == connections["default"].settings_dict["USER"] == "assetry_app"
