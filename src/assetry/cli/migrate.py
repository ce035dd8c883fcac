"""Bring the database in step with this version.

Runs as the owner of the database; `assetry up` does it by itself.
"""

import argparse

from django.conf import settings

from assetry.platform.database.migrating import OWNER_ALIAS, migrate, missing_migrations
from assetry.platform.faults import ConfigurationError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry migrate`."""
    parser = commands.add_parser("migrate", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="say nothing when nothing was to do")
    parser.add_argument("--check", action="store_true", help="apply nothing; fail when something is missing")


def run(arguments: argparse.Namespace) -> int:
    """Apply or check; returns the exit code."""
    if arguments.check or OWNER_ALIAS not in settings.DATABASES:
        return _check()
    applied = migrate()
    if applied or not arguments.quiet:
        print(f"Applied {len(applied)} migrations." if applied else "The database is in step.")
    return 0


def _check() -> int:
    missing = missing_migrations("default")
    if missing:
        raise ConfigurationError(
            f"{len(missing)} migrations are missing ({missing[0]} …). Give ASSETRY_OWNER_DATABASE_URL, the URL of the "
            "role that owns the database, and run `assetry migrate`."
        )
    return 0
