"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.web"
    label = "web"
