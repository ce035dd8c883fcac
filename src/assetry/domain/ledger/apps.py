"""The ledger area."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.ledger.entities import register

        register()
