"""The access area."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Registers the area's entities and permissions."""

    name = "assetry.domain.access"
    label = "access"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.access import receivers  # noqa: F401
        from assetry.domain.access.entities import register

        register()
