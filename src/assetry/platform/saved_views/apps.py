"""The saved views app."""

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    """Saved views, defaults, pins."""

    name = "assetry.platform.saved_views"
    label = "saved_views"

    def ready(self) -> None:
        """Make the permission and the entity known."""
        from assetry.platform.saved_views.entities import register

        register()
