"""The catalog area."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.catalog.entities import register

        register()
