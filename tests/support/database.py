"""Test databases: migrated once as the owner into a template, then copied, per worker and after each test that commits.

A copy takes 60 ms, about as long as truncating every table, and brings back the rows that migrations made.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from assetry.platform.database.embedded.roles import APPLICATION
from tests.support import shadow
from tests.support.server import conninfo, database_name

TESTS = Path(__file__).resolve().parents[1]
SOURCE = TESTS.parent / "src" / "assetry"
# Only what migrations, declarations of the trail and the shadow log yield may differ between two templates of one name.
MIGRATED_FROM = (
    "**/migrations/*.py",
    "platform/database/**/*.py",
    "platform/audit/**/*.py",
    "platform/audit/**/*.sql",
    "**/*models.py",
    "domain/assets/kinds/*.py",
    "domain/assets/tag_index.py",
    "config/settings.py",
)


def prepare() -> None:
    """Make this worker's database from the template, which the first worker makes."""
    for alias in connections:
        connections[alias].settings_dict["NAME"] = database_name()
    with _administration() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('assetry test template'))")
        if not _exists(cursor, template_name()):
            _drop_templates(cursor)
            _make_template(cursor)
    restore()


def restore() -> None:
    """Throw this worker's database away and copy the template anew; open connections are ended."""
    from tests.cast import forget_cast

    forget_cast()
    connections.close_all()
    with _administration() as cursor:
        _drop(cursor, database_name())
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(database_name()), sql.Identifier(template_name())
            )
        )


def drop() -> None:
    """Remove this worker's database; the template stays for the next run on the same server."""
    connections.close_all()
    with _administration() as cursor:
        _drop(cursor, database_name())


@cache
def template_name() -> str:
    """`<base>_template_<digest>`: another digest as soon as a migration or a package differs. Fixed for the run."""
    digest = hashlib.sha256()
    for pattern in MIGRATED_FROM:
        for file in sorted(SOURCE.glob(pattern)):
            digest.update(file.read_bytes())
    for file in (
        TESTS / "settings.py",
        *sorted(TESTS.glob("support/shadow.*")),
        *sorted(TESTS.glob("**/testapp/**/*.py")),
    ):
        digest.update(file.read_bytes())
    digest.update("".join(sorted(f"{d.name}{d.version}" for d in distributions())).encode())
    return f"{_base()}_template_{digest.hexdigest()[:12]}"


def _make_template(cursor: psycopg.Cursor) -> None:
    """Migrate under another name first, so that a run that was cut short leaves no half template."""
    unfinished = f"{_base()}_unfinished"
    _drop(cursor, unfinished)
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    owner = connections["owner"]
    name = owner.settings_dict["NAME"]
    owner.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        shadow.install(owner)
        _allow_signing(unfinished)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = name
    cursor.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(unfinished), sql.Identifier(template_name())
        )
    )


def _allow_signing(database: str) -> None:
    """Tests make their data by `signed()` as the application role, which may not do so outside tests."""
    query = "SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'audit_open_system_event'"
    with psycopg.connect(conninfo(database), autocommit=True) as connection:
        for (function,) in connection.execute(query).fetchall():
            grant = sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}")
            connection.execute(grant.format(sql.SQL(function), sql.Identifier(APPLICATION)))


@contextmanager
def _administration() -> Iterator[psycopg.Cursor]:
    with psycopg.connect(conninfo("postgres"), autocommit=True) as connection, connection.cursor() as cursor:
        yield cursor


def _exists(cursor: psycopg.Cursor, name: str) -> bool:
    return cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(cursor: psycopg.Cursor, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_templates(cursor: psycopg.Cursor) -> None:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{_base()}_template_"])
    for (name,) in cursor.fetchall():
        _drop(cursor, name)


def _base() -> str:
    return os.environ.get("ASSETRY_TEST_DB") or "test_assetry"
