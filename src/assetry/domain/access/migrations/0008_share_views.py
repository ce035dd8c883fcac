"""Administrators and asset managers may share saved views."""

from django.db import migrations

from assetry.domain.access.giving import give_roles


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0007_view_system"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [
        give_roles(
            "views.share",
            {"administrator": "access.manage", "asset_manager": "catalog.manage"},
            intent="migration:access.share_views",
            writes=False,
        )
    ]
