"""The database app: our backend, lookups, extensions."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class PlatformDatabaseConfig(AppConfig):
    """Makes the lookups known."""

    name = "assetry.platform.database"
    label = "platform_database"

    def ready(self) -> None:
        """Register the lookups."""
        from assetry.platform.database import (
            checks,
            lookups,  # noqa: F401
        )
        from assetry.platform.database.lengths import install_after_migrate

        checks.register()
        # This app has no models, so no signal of its own.
        sender = apps.get_app_config("audit")
        post_migrate.connect(install_after_migrate, sender=sender, dispatch_uid="database.lengths")
