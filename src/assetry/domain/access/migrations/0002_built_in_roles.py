"""The five roles that come with Assetry."""

from typing import Any

from django.db import migrations

from assetry.domain.access.roles import BUILT_IN_ROLES
from assetry.kernel.text import name_sort
from assetry.platform.audit.signed import signed


def make(apps: Any, schema_editor: Any) -> None:
    """Insert the roles under a system event."""
    using = schema_editor.connection.alias
    roles = apps.get_model("access", "Role").objects.using(using)
    with signed("migration:access.built_in_roles", using=using):
        for built_in in BUILT_IN_ROLES:
            name = str(built_in.name)
            roles.create(
                code=built_in.code,
                name=name,
                name_sort=name_sort(name),
                permissions=list(built_in.permissions),
                is_built_in=True,
            )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("access", "0001_initial"), ("audit", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
