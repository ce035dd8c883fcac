"""Bringing the database in step with this version, as its owner; refusing one that a newer version has migrated."""

from contextlib import nullcontext

from django.core.management import call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connections, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from assetry.platform.faults import UnknownMigrations

OWNER_ALIAS = "owner"


class WholeExecutor(MigrationExecutor):
    """A migration and the note that it was applied are one transaction.

    Django writes the note after the commit where statements were put off (foreign keys, indexes): killed in between, it
    would apply the migration once more, and fail for ever.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """As Django's, whole or not at all; a migration that is not atomic has to bear being run again."""
        alias = self.connection.alias
        with transaction.atomic(using=alias) if migration.atomic else nullcontext():
            return super().apply_migration(state, migration, fake, fake_initial)


def migrate() -> list[str]:
    """Apply what is missing; returns the names of what was applied. Raises `UnknownMigrations`.

    Killed at any point, it goes on from there the next time.
    """
    django_migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]
    connection = connections[OWNER_ALIAS]
    require_known(MigrationLoader(connection, ignore_no_migrations=True))
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", database=OWNER_ALIAS, verbosity=0, interactive=False)
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def missing_migrations(alias: str) -> list[str]:
    """What would have to be applied; read by a role that may not apply it. Raises `UnknownMigrations`."""
    executor = MigrationExecutor(connections[alias])
    require_known(executor.loader)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    planned = [(migration.app_label, migration.name) for migration, _backwards in plan]
    # One that is missing below one that was applied is in no plan.
    below = sorted(
        set(executor.loader.graph.nodes) - set(executor.loader.applied_migrations or ()) - set(planned)
    )
    return [f"{app}.{name}" for app, name in [*below, *planned]]


def is_upgrade(alias: str) -> bool:
    """Whether there is data of an earlier version, which `migrate` would change. Raises `UnknownMigrations`."""
    executor = MigrationExecutor(connections[alias])
    require_known(executor.loader)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return bool(plan and executor.loader.applied_migrations)


def require_known(loader: MigrationLoader) -> None:
    """Raises `UnknownMigrations` when the database has migrations that this code does not have."""
    applied = set(loader.applied_migrations or ())
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = sorted(applied - set(loader.disk_migrations) - replaced)
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        raise UnknownMigrations(
            f"This data was migrated by a newer Assetry (it has {names}{more}). Start that version, or restore a "
            "backup made before. Nothing was touched."
        )
