"""The end of support of what an asset runs is an end."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends, ends_follow
from assetry.domain.contracts.ends import OF_RELEASES


class Migration(migrations.Migration):
    """Triggers on the mirror of releases in use."""

    dependencies = [("contracts", "0008_next_terms_cost"), ("assets", "0021_releases")]
    operations = [
        ends(OF_RELEASES),
        ends_follow(
            "assets_asset",
            ("owner_person_id", "supplier_id", "state"),
            (OF_RELEASES,),
            name="ending_of_releases",
        ),
    ]
