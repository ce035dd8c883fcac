"""The doctor app."""

from django.apps import AppConfig


class DoctorConfig(AppConfig):
    """Registers the checks that belong to no other area."""

    name = "assetry.platform.doctor"
    label = "doctor"

    def ready(self) -> None:
        """Make the checks of the installation known."""
        from assetry.platform.doctor import installation

        installation.register()
