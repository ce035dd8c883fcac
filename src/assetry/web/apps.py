"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.web"
    label = "web"

    def ready(self) -> None:
        """Say what views show, to who sends them."""
        from assetry.web.views.mailed import register

        register()
