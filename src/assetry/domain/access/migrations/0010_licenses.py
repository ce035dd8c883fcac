"""Whoever sees contracts sees licenses; whoever checks out gives them; whoever keeps the register buys them."""

from django.db import migrations

from assetry.domain.access.giving import give_roles

_INTENT = "migration:access.licenses"
_SEE = ("administrator", "asset_manager", "technician", "auditor")
_GIVE = ("administrator", "asset_manager", "technician")
_KEEP = ("administrator", "asset_manager")


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("access", "0009_contracts")]
    operations = [
        give_roles(
            "software.license.view",
            dict.fromkeys(_SEE, "assets.asset.view"),
            intent=_INTENT,
            writes=False,
        ),
        give_roles(
            "software.license.allocate",
            dict.fromkeys(_GIVE, "assets.asset.check_out"),
            intent=_INTENT,
            writes=True,
        ),
        *(
            give_roles(code, dict.fromkeys(_KEEP, "assets.asset.edit"), intent=_INTENT, writes=True)
            for code in ("software.license.manage", "software.license.reveal_key")
        ),
    ]
