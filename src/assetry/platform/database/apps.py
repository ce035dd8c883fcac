"""The database app: our backend, lookups, extensions."""

from django.apps import AppConfig


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

        checks.register()
