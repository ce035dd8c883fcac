"""Bringing a restored copy in step with this version: what needs Django, which is led to the copy."""

from pathlib import Path

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from assetry.platform.audit.sealing.sealer import open_epoch
from assetry.platform.database.migrating import OWNER_ALIAS, migrate


def known_migrations() -> frozenset[str]:
    """Every migration of this version, and those that they replace."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return frozenset(f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced})


def prepare_copy(head: Path) -> bool:
    """Migrate the copy, which renews functions and rights, and begin the trail's next epoch, whose head goes to `head`.

    True when no migration was missing. Raises `UnknownMigrations`.
    """
    try:
        applied = migrate()
        open_epoch(head, using=OWNER_ALIAS)
    finally:
        connections.close_all()
    return not applied
