"""The organization area."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.organization"
    label = "organization"
