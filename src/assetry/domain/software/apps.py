"""The software area."""

from django.apps import AppConfig


class SoftwareConfig(AppConfig):
    """Registers the area's entities, permissions, endings and checks."""

    name = "assetry.domain.software"
    label = "software"

    def ready(self) -> None:
        """Make the entities known."""
        from assetry.domain.software import checks, receivers  # noqa: F401 - registers them
        from assetry.domain.software.entities import register

        register()
        checks.register()
