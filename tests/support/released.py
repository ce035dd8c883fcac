"""Databases as earlier commits left them: dumps that their own code made, in `tests/platform/backups/released`."""

import lzma
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from assetry.platform.backups.place import drop_database
from assetry.platform.backups.programs import client_programs, libpq_environment
from assetry.platform.database.migrating import OWNER_ALIAS, migrate
from tests.support.server import conninfo, database_name

RELEASED = Path(__file__).resolve().parents[1] / "platform" / "backups" / "released"
NOT_BEFORE_17 = b"SET transaction_timeout = 0;\n"
# What an upgrade may add rows to, or change: its own note, roles out of the box and what is compiled from them, work.
CHANGING = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "access_role",
    "permissions_compiledgrant",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    "search_document",
    "assets_assetcounter",
}

type Columns = Mapping[str, list[str]]


@contextmanager
def emptied() -> Iterator[str]:
    """An empty database, and Django's owner connection led to it; the owner's address."""
    database = f"{database_name()}_released"
    with psycopg.connect(conninfo("postgres"), autocommit=True) as connection:
        drop_database(connection, database)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    owner = connections[OWNER_ALIAS]
    owner.close()
    usual, owner.settings_dict["NAME"] = owner.settings_dict["NAME"], database
    try:
        yield conninfo(database)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = usual
        with psycopg.connect(conninfo("postgres"), autocommit=True) as connection:
            drop_database(connection, database)


@contextmanager
def upgraded(name: str) -> Iterator[str]:
    """The database that a released version made, as `emptied` gives it."""
    with emptied() as url:
        subprocess.run(
            [client_programs(15) / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"],
            input=lzma.decompress((RELEASED / name).read_bytes()).replace(NOT_BEFORE_17, b""),
            env=libpq_environment(url),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield url


def columns_of(url: str) -> dict[str, list[str]]:
    """The columns of each table whose rows an upgrade has to leave alone."""
    query = """
        SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition GROUP BY 1
    """
    with psycopg.connect(url) as connection:
        return {table: columns for table, columns in connection.execute(query) if table not in CHANGING}


def rows_of(url: str, columns: Columns) -> dict[str, set[str]]:
    """Every row as text, by table, in these columns alone."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return {
            table: {
                str(text)
                for (text,) in connection.execute(
                    sql.SQL("SELECT ROW({})::text FROM {}").format(
                        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table)
                    )
                )
            }
            for table, names in columns.items()
        }


def missing() -> list[tuple[str, str]]:
    """What is not yet noted down as applied, in the order in which it will be; without the app of our own tests."""
    executor = MigrationExecutor(connections[OWNER_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        (migration.app_label, migration.name)
        for migration, _backwards in plan
        if migration.app_label != "trailtest"
    ]


class Killed(Exception):
    """The connection is gone."""


def lose_the_connection() -> None:
    """For the database it is as if the process had been killed."""
    connections[OWNER_ALIAS].connection.close()
    raise Killed


@contextmanager
def killed_at(key: tuple[str, str], *, noted: bool, die: Callable[[], None]) -> Iterator[None]:
    """We die when this migration has been applied: before, or just after it is noted down."""
    record = MigrationRecorder.record_applied

    def record_or_die(self: MigrationRecorder, app: str, name: str) -> None:
        if noted:
            record(self, app, name)
        if (app, name) == key:
            die()
        if not noted:
            record(self, app, name)

    MigrationRecorder.record_applied = record_or_die  # type: ignore[method-assign]
    try:
        yield
    finally:
        MigrationRecorder.record_applied = record  # type: ignore[method-assign]
        connections[OWNER_ALIAS].close()


def migrate_until_killed(key: tuple[str, str], *, noted: bool) -> None:
    """Migrate, and die at that migration."""
    with killed_at(key, noted=noted, die=lose_the_connection):
        try:
            migrate()
        except Exception:  # noqa: BLE001 - whatever a dead connection brings about
            return
    raise AssertionError(f"{key} was not reached")
