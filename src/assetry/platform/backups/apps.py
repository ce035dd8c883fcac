"""The backups app."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Registers the check of backups; backups themselves have no tables."""

    name = "assetry.platform.backups"
    label = "backups"

    def ready(self) -> None:
        """Make the check known."""
        from assetry.platform.backups import doctor

        doctor.register()
