"""Migrating as the owner; data of a newer version is refused."""

import pytest
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from assetry.platform.database.migrating import missing_migrations, require_known
from assetry.platform.faults import UnknownMigrations


@pytest.mark.django_db
def test_a_database_in_step_misses_nothing() -> None:
    assert missing_migrations("default") == []


@pytest.mark.django_db
def test_a_migration_that_this_code_does_not_have_is_refused() -> None:
    loader = MigrationLoader(connections["default"])
    loader.applied_migrations[("assets", "9999_from_the_future")] = Migration(
        "9999_from_the_future", "assets"
    )
    with pytest.raises(UnknownMigrations, match=r"assets\.9999_from_the_future"):
        require_known(loader)


@pytest.mark.django_db
def test_many_unknown_migrations_are_counted() -> None:
    loader = MigrationLoader(connections["default"])
    loader.applied_migrations.update(
        {
            ("assets", name): Migration(name, "assets")
            for name in (f"99{number:02}_future" for number in range(10))
        }
    )
    with pytest.raises(UnknownMigrations, match="and 7 more"):
        require_known(loader)
