"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.api"
    label = "api"
