"""For migrations: a permission that comes with a version, given to whoever holds a built-in role already."""

from collections.abc import Mapping
from typing import Any

from django.db import migrations
from django.db.models import F

from assetry.platform.audit.signed import signed

_BOXES = """
    INSERT INTO permissions_compiledgrant (user_id, permission, company_ids, location_ids, category_ids, writes)
    SELECT DISTINCT user_id, %(given)s, company_ids, location_ids, category_ids, %(writes)s
    FROM permissions_compiledgrant
    WHERE permission = %(beside)s AND user_id IN (
        SELECT g.user_id FROM access_grant g JOIN access_role r ON r.id = g.role_id WHERE r.code = %(role)s
        UNION
        SELECT m.user_id FROM access_groupmember m JOIN access_grant g ON g.group_id = m.group_id
        JOIN access_role r ON r.id = g.role_id WHERE r.code = %(role)s
    ) AND user_id NOT IN (SELECT user_id FROM permissions_compiledgrant WHERE permission = %(given)s)
"""


def give_administrators(permission: str, *, intent: str, writes: bool) -> migrations.RunPython:
    """Give a permission to administrators, as `give_roles` does."""
    return give_roles(permission, {"administrator": "access.manage"}, intent=intent, writes=writes)


def give_roles(
    permission: str, roles: Mapping[str, str], *, intent: str, writes: bool
) -> migrations.RunPython:
    """Widen built-in roles under a system event, and compile what their grants become. Taking back does nothing.

    `roles` maps a role's code to a permission that it has: the new one reaches as far as that does.
    `writes`: whether the permission widens the companies that its holder's events may touch.
    """

    def give(apps: Any, schema_editor: Any) -> None:
        using = schema_editor.connection.alias
        built_in = apps.get_model("access", "Role").objects.using(using).filter(code__in=roles)
        with signed(intent, using=using):
            for role in built_in.exclude(permissions__contains=[permission]):
                given = [*role.permissions, permission]
                built_in.filter(pk=role.pk).update(permissions=given, version=F("version") + 1)
        with schema_editor.connection.cursor() as cursor:
            for code, beside in roles.items():
                values = {"given": permission, "writes": writes, "role": code, "beside": beside}
                cursor.execute(_BOXES, values)

    return migrations.RunPython(give, migrations.RunPython.noop)
