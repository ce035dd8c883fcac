"""The attachments app."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Tells the file store's check which bytes belong to attachments."""

    name = "assetry.platform.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Make the owner known."""
        from assetry.platform.attachments.keeping import register

        register()
