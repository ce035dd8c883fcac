"""The contracts area."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Registers the area's entities, permissions and endings."""

    name = "assetry.domain.contracts"
    label = "contracts"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.contracts import checks, covering
        from assetry.domain.contracts.entities import register

        register()
        covering.register()
        checks.register()
