"""The assets area."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.assets"
    label = "assets"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.assets import bulk, checks, golden, letters, receivers  # noqa: F401
        from assetry.domain.assets.entities import register
        from assetry.domain.assets.imports import importer

        register()
        bulk.register()
        letters.register()
        checks.register()
        golden.register()
        importer.register()
