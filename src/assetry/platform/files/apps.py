"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the check of stored files."""

    name = "assetry.platform.files"
    label = "files"

    def ready(self) -> None:
        """Make the check known."""
        from assetry.platform.files import doctor

        doctor.register()
