"""The bulk app."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.bulk"
    label = "bulk"
