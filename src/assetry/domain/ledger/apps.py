"""The ledger area."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make the entities known."""
        from django.utils.translation import gettext_lazy as _

        from assetry.domain.ledger.entities import register
        from assetry.platform.reminders.people import Lead, register_lead

        register()
        register_lead("cost_center", Lead(".owner", "owner", _("Owner: %(of)s")))
