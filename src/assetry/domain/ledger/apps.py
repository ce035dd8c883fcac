"""The ledger area."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.ledger"
    label = "ledger"
