"""The catalog area."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.catalog"
    label = "catalog"
