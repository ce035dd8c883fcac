"""What access registers for generic code."""

from django.utils.translation import gettext_lazy as _

from assetry.domain.access import fields, queries
from assetry.domain.access.events import AccessPermission as P
from assetry.kernel.registry import Entity, PermissionInfo, register_entity, register_permissions


def register() -> None:
    """Register the area's permissions and entities."""
    register_permissions(
        PermissionInfo(code=P.MANAGE, label=_("Manage users, roles and grants"), writes=False),
        PermissionInfo(code=P.RESET_FACTORS, label=_("Reset the second factors of others"), writes=False),
        PermissionInfo(code=P.VIEW_ACTIVITY, label=_("See the activity log"), writes=False),
        PermissionInfo(code=P.VIEW_SYSTEM, label=_("See the state of the installation"), writes=False),
    )
    register_entity(
        Entity(
            name="user",
            label=_("User"),
            label_plural=_("Users"),
            icon="user-cog",
            table="accounts_user",
            fields=fields.USER_FIELDS,
            visible_to=queries.users_visible_to,
            get_for=queries.get_user_for,
            view_permission=P.MANAGE,
            title=str,
            url_name="user",
        )
    )
    register_entity(
        Entity(
            name="role",
            label=_("Role"),
            label_plural=_("Roles"),
            icon="shield",
            table="access_role",
            fields=fields.ROLE_FIELDS,
            visible_to=queries.roles_visible_to,
            get_for=queries.get_role_for,
            view_permission=P.MANAGE,
            title=str,
            url_name="role",
        )
    )
    register_entity(
        Entity(
            name="group",
            label=_("Group"),
            label_plural=_("Groups"),
            icon="users",
            table="access_usergroup",
            fields=fields.GROUP_FIELDS,
            visible_to=queries.groups_visible_to,
            get_for=queries.get_group_for,
            view_permission=P.MANAGE,
            title=str,
            url_name="group",
        )
    )
    _register_grants()


def _register_grants() -> None:
    register_entity(
        Entity(
            name="grant",
            label=_("Grant"),
            label_plural=_("Grants"),
            icon="key",
            table="access_grant",
            fields=fields.GRANT_FIELDS,
            visible_to=queries.grants_visible_to,
            get_for=queries.get_grant_for,
            view_permission=P.MANAGE,
            title=str,
            url_name="grant",
        )
    )
