"""The costs area."""

from django.apps import AppConfig


class CostsConfig(AppConfig):
    """Registers the check of the area."""

    name = "assetry.domain.costs"
    label = "costs"

    def ready(self) -> None:
        """Register the check."""
        from assetry.domain.costs import checks

        checks.register()
