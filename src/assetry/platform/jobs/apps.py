"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Makes the package known to Django."""

    name = "assetry.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the checks."""
        from assetry.platform.jobs import checks

        checks.register()
