"""The trail against an independent shadow log: compared after every test that used the database, over the whole suite.

A test that breaks the trail on purpose says so: `@pytest.mark.untrailed`.
"""

from collections.abc import Generator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

from assetry.platform.audit.registry import declarations
from assetry.platform.audit.tables import Trailed, Wall

SQL = Path(__file__).with_suffix(".sql")
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "live_server",
    "client",
    "admin_client",
}


def install(owner: BaseDatabaseWrapper) -> None:
    """Put the shadow log beside the trail of a migrated test database."""
    with owner.cursor() as cursor:
        cursor.execute(SQL.read_text())
        for table, declared in declarations().items():
            if isinstance(declared, Trailed) and _exists(owner, table):
                _shadow(owner, table, declared)


def differences() -> list[str]:
    """What the trail and the shadow log do not agree on; nothing when the transaction is broken."""
    driver = connection.connection
    broken = connection.needs_rollback or (
        driver and driver.info.transaction_status == TransactionStatus.INERROR
    )
    if broken:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, change::text FROM shadow_differences() LIMIT 5")
        return [f"{what}: {change}" for what, change in cursor.fetchall()]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Compare when the test is through, before its transaction is rolled back."""
    result = yield
    if uses_database(item) and item.get_closest_marker("untrailed") is None:
        found = differences()
        assert not found, "The trail differs from the shadow log:\n" + "\n".join(found)
    return result


def uses_database(item: pytest.Item) -> bool:
    """Whether pytest-django opened the database for the test."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


def _exists(owner: BaseDatabaseWrapper, table: str) -> bool:
    return table in owner.introspection.table_names()


def _shadow(owner: BaseDatabaseWrapper, table: str, declared: Trailed) -> None:
    with owner.cursor() as cursor:
        key = owner.introspection.get_primary_key_column(cursor, table)
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''",
            [f'"{table}"'],
        )
        omitted = [*declared.mirrors, *(name for (name,) in cursor.fetchall())]
        cursor.execute(
            "INSERT INTO shadow_declared VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                table, key, omitted, list(declared.secret), list(declared.personal),
                declared.subject, declared.subject_table, declared.subject_table_column,
                declared.wall is Wall.COMPANY,
            ],
        )  # fmt: skip
        cursor.execute(
            f'CREATE TRIGGER shadow AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION shadow_write()"
        )
