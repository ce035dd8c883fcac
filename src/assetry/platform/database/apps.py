"""The platform_database app."""

from django.apps import AppConfig


class PlatformDatabaseConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.database"
    label = "platform_database"
