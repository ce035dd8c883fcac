"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.imports"
    label = "imports"
