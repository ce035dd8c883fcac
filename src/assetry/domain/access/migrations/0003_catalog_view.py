"""Reading what all companies share takes a permission: whoever works with assets or settings by now keeps it.

An employee's role holds none of these, so that it does not get it.
"""

from typing import Any

from django.db import migrations
from django.db.models import F

from assetry.platform.audit.signed import signed

_GIVEN = "catalog.view"
_BOXES = """
    INSERT INTO permissions_compiledgrant (user_id, permission, company_ids, location_ids, category_ids, writes)
    SELECT DISTINCT user_id, %(given)s, company_ids, location_ids, category_ids, false
    FROM permissions_compiledgrant
    WHERE (permission LIKE 'assets.%%' OR permission = 'catalog.manage')
      AND NOT EXISTS (SELECT FROM permissions_compiledgrant WHERE permission = %(given)s)
"""


def give(apps: Any, schema_editor: Any) -> None:
    """Widen the roles under a system event, and compile what their grants become."""
    using = schema_editor.connection.alias
    roles = apps.get_model("access", "Role").objects.using(using)
    with signed("migration:access.catalog_view", using=using):
        for role in roles.order_by("pk"):
            held = set(role.permissions)
            if _GIVEN not in held and any(
                code.startswith("assets.") or code == "catalog.manage" for code in held
            ):
                roles.filter(pk=role.pk).update(permissions=sorted({*held, _GIVEN}), version=F("version") + 1)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_BOXES, {"given": _GIVEN})


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0002_built_in_roles"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
