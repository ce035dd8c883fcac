"""The assets area."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - tells of the schema, never of a row


class AssetsConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.assets"
    label = "assets"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.assets import bulk, checks, golden, letters, receivers  # noqa: F401
        from assetry.domain.assets.entities import register
        from assetry.domain.assets.imports import importer
        from assetry.domain.assets.labels import works
        from assetry.domain.assets.tag_index import settle_after_migrate

        register()
        bulk.register()
        works.register()
        letters.register()
        checks.register()
        golden.register()
        importer.register()
        post_migrate.connect(settle_after_migrate, sender=self, dispatch_uid="assets.tags")
