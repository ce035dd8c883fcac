"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Register the checks."""
        from assetry.platform.notifications import checks

        checks.register()
