"""The access area."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.access"
    label = "access"
