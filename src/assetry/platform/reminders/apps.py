"""The reminders app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Policies, their sweep, and the mail that they send."""

    name = "assetry.platform.reminders"
    label = "reminders"

    def ready(self) -> None:
        """Make check and letter known, and hear of items that are done."""
        from assetry.platform.inbox.origins import register_origin
        from assetry.platform.reminders import checks, letters, links

        checks.register()
        letters.register()
        register_origin(links.KIND, links.settle_origin)
