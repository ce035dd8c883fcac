"""trust.md R10: an upgrade from every released version, killed at each of its steps, ends right and loses no row."""

from pathlib import Path

import psycopg
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from assetry.platform.audit.install import find_problems
from assetry.platform.backups.objects import differences, read_objects
from assetry.platform.database.migrating import OWNER_ALIAS, is_upgrade, migrate
from tests.support.database import template_name
from tests.support.released import (
    RELEASED,
    columns_of,
    migrate_until_killed,
    missing,
    rows_of,
    upgraded,
)
from tests.support.server import conninfo


def objects_of(url: str) -> dict[str, str]:
    """The application's own schema: no tables of tests, no months of the trail."""
    with psycopg.connect(url) as connection:
        found = read_objects(connection)
    return {
        name: digest
        for name, digest in found.items()
        if not any(word in name for word in ("shadow", "testapp", "public.audit_event_y", "_y20"))
    }


@pytest.mark.parametrize("name", sorted(path.name for path in RELEASED.iterdir()))
def test_r10_an_upgrade_that_is_killed_at_each_step_loses_nothing(
    name: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with upgraded(name) as url, django_db_blocker.unblock():
        assert is_upgrade(OWNER_ALIAS)
        columns = columns_of(url)
        before = rows_of(url, columns)
        assert len(before["assets_asset"]) == 40
        for number, key in enumerate(missing()):
            migrate_until_killed(key, noted=bool(number % 2))
            assert missing()[:1] == [key]
        migrate()
        assert missing() == []
        after = rows_of(url, columns)
        assert {table: rows - after[table] for table, rows in before.items() if rows - after[table]} == {}
        assert find_problems(connections[OWNER_ALIAS]) == []
        assert differences(objects_of(conninfo(template_name())), objects_of(url)) == []


def test_r10_a_released_version_is_there() -> None:
    assert Path(RELEASED / "issue-6.sql.xz").exists()
