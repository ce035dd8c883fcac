"""Coverage keeps to its company; until when an asset is covered is kept beside it."""

from django.db import migrations

from assetry.domain.contracts.cover_sql import COVER, DROP, FILL, TRIGGERS
from assetry.platform.database.composite_keys import same_company


class Migration(migrations.Migration):
    """Composite foreign keys, a mirror kept by triggers."""

    dependencies = [("contracts", "0003_coverage")]
    operations = [
        same_company("contracts_coverage", "contract_id", "contracts_contract"),
        same_company("contracts_coverage", "asset_id", "assets_asset"),
        migrations.RunSQL([COVER, TRIGGERS, FILL], DROP),
    ]
