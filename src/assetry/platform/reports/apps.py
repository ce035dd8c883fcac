"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Schedules, their sweep, and the mail that they send."""

    name = "assetry.platform.reports"
    label = "reports"

    def ready(self) -> None:
        """Make check and letter known."""
        from assetry.platform.reports import checks, letters

        checks.register()
        letters.register()
