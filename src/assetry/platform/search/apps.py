"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.search"
    label = "search"
