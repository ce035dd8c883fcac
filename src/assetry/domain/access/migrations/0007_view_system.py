"""Administrators may see the state of the installation."""

from typing import Any

from django.db import migrations
from django.db.models import F

from assetry.platform.audit.signed import signed

_GIVEN = "system.view"
_BOXES = """
    INSERT INTO permissions_compiledgrant (user_id, permission, company_ids, location_ids, category_ids, writes)
    SELECT DISTINCT user_id, %(given)s, company_ids, location_ids, category_ids, false
    FROM permissions_compiledgrant
    WHERE permission = 'access.manage' AND user_id IN (
        SELECT g.user_id FROM access_grant g JOIN access_role r ON r.id = g.role_id WHERE r.code = 'administrator'
        UNION
        SELECT m.user_id FROM access_groupmember m JOIN access_grant g ON g.group_id = m.group_id
        JOIN access_role r ON r.id = g.role_id WHERE r.code = 'administrator'
    ) AND NOT EXISTS (SELECT FROM permissions_compiledgrant WHERE permission = %(given)s)
"""


def give(apps: Any, schema_editor: Any) -> None:
    """Widen the built-in role under a system event, and compile what its grants become."""
    using = schema_editor.connection.alias
    roles = apps.get_model("access", "Role").objects.using(using)
    with signed("migration:access.view_system", using=using):
        for role in roles.filter(code="administrator").exclude(permissions__contains=[_GIVEN]):
            roles.filter(pk=role.pk).update(permissions=[*role.permissions, _GIVEN], version=F("version") + 1)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_BOXES, {"given": _GIVEN})


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0006_erase_people"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
