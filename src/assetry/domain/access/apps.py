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
        from assetry.domain.access.letters import register as register_letters
        from assetry.domain.access.queries import held_role_ids, role_holder_ids, role_names
        from assetry.platform.saved_views.roles import RoleSource, read_roles_from

        register()
        register_letters()
        read_roles_from(RoleSource(held=held_role_ids, known=role_names, holders=role_holder_ids))
