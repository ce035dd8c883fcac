"""Bring the database in step with this version.

Runs as the owner of the database; `assetry up` does it by itself. Before an upgrade of existing data it makes a backup
(ASSETRY_BACKUP_BEFORE_UPGRADE=0 or --no-backup: none).
"""

import argparse
from datetime import UTC, datetime

from django.conf import settings

from assetry.platform.backups.current import current_source
from assetry.platform.backups.making import make_backup
from assetry.platform.backups.queries import backup_settings
from assetry.platform.backups.retention import name_of
from assetry.platform.database.migrating import OWNER_ALIAS, is_upgrade, migrate, missing_migrations
from assetry.platform.faults import ConfigurationError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry migrate`."""
    parser = commands.add_parser("migrate", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing when nothing was to do")
    parser.add_argument("--no-backup", action="store_true", help="make no backup before an upgrade")
    parser.add_argument("--check", action="store_true", help="apply nothing; fail when something is missing")


def run(arguments: argparse.Namespace) -> int:
    """Apply or check; returns the exit code."""
    if arguments.check or OWNER_ALIAS not in settings.DATABASES:
        return _check()
    if not arguments.no_backup:
        _back_up()
    applied = migrate()
    if applied or not arguments.quiet:
        print(f"Applied {len(applied)} migrations." if applied else "The database is in step.")
    return 0


def _back_up() -> None:
    """Keep what is there before it is upgraded. Raises when no backup can be made: then nothing is upgraded."""
    settings_of_backups, at = backup_settings(), datetime.now(UTC)
    if settings_of_backups.before_upgrade and is_upgrade(OWNER_ALIAS):
        target = settings_of_backups.folder / name_of(at, before_upgrade=True)
        print(f"Backing up before the upgrade, into {target}.", flush=True)
        make_backup(current_source(), target, settings.DATA_DIR, at=at)


def _check() -> int:
    missing = missing_migrations("default")
    if missing:
        raise ConfigurationError(
            f"{len(missing)} migrations are missing ({missing[0]} …). Give ASSETRY_OWNER_DATABASE_URL, the URL of the "
            "role that owns the database, and run `assetry migrate`."
        )
    return 0
