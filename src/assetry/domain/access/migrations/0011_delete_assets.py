"""Whoever imports assets may delete what was made by mistake: taking an import back does so already."""

from django.db import migrations

from assetry.domain.access.giving import give_roles


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("access", "0010_licenses")]
    operations = [
        give_roles(
            "assets.asset.delete",
            dict.fromkeys(("administrator", "asset_manager"), "assets.asset.import"),
            intent="migration:access.delete_assets",
            writes=True,
        )
    ]
