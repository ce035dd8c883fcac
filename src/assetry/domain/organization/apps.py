"""The organization area."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.organization"
    label = "organization"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.organization import golden, reminded
        from assetry.domain.organization.entities import register

        register()
        golden.register()
        reminded.register()
