"""Whoever sees assets sees contracts; administrators and asset managers keep them."""

from django.db import migrations

from assetry.domain.access.giving import give_roles

_SEE = ("administrator", "asset_manager", "technician", "auditor")


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0008_share_views"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [
        give_roles(
            "contracts.contract.view",
            dict.fromkeys(_SEE, "assets.asset.view"),
            intent="migration:access.contracts",
            writes=False,
        ),
        give_roles(
            "contracts.contract.manage",
            {"administrator": "assets.asset.edit", "asset_manager": "assets.asset.edit"},
            intent="migration:access.contracts",
            writes=True,
        ),
    ]
