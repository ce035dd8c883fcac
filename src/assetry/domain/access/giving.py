"""For migrations: a permission that comes with a version, given to administrators who are there already."""

from typing import Any

from django.db import migrations
from django.db.models import F

from assetry.platform.audit.signed import signed

_BOXES = """
    INSERT INTO permissions_compiledgrant (user_id, permission, company_ids, location_ids, category_ids, writes)
    SELECT DISTINCT user_id, %(given)s, company_ids, location_ids, category_ids, %(writes)s
    FROM permissions_compiledgrant
    WHERE permission = 'access.manage' AND user_id IN (
        SELECT g.user_id FROM access_grant g JOIN access_role r ON r.id = g.role_id WHERE r.code = 'administrator'
        UNION
        SELECT m.user_id FROM access_groupmember m JOIN access_grant g ON g.group_id = m.group_id
        JOIN access_role r ON r.id = g.role_id WHERE r.code = 'administrator'
    ) AND NOT EXISTS (SELECT FROM permissions_compiledgrant WHERE permission = %(given)s)
"""


def give_administrators(permission: str, *, intent: str, writes: bool) -> migrations.RunPython:
    """Widen the built-in role under a system event, and compile what its grants become. Taking back does nothing.

    `writes`: whether the permission widens the companies that its holder's events may touch.
    """

    def give(apps: Any, schema_editor: Any) -> None:
        using = schema_editor.connection.alias
        roles = apps.get_model("access", "Role").objects.using(using)
        with signed(intent, using=using):
            for role in roles.filter(code="administrator").exclude(permissions__contains=[permission]):
                given = [*role.permissions, permission]
                roles.filter(pk=role.pk).update(permissions=given, version=F("version") + 1)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_BOXES, {"given": permission, "writes": writes})

    return migrations.RunPython(give, migrations.RunPython.noop)
