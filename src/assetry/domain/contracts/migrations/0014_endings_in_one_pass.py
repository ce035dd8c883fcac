"""Seven triggers compared the assets before and after a change; one does, and says what is to be brought in step."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends_in_one_pass
from assetry.domain.contracts.ends import OF_ASSETS, OF_FACETS, OF_MODELS, OF_RELEASES, PLANNED

_WATCHED = ("owner_person_id", "supplier_id", "state")


class Migration(migrations.Migration):
    """What is kept stays the same."""

    dependencies = [("contracts", "0013_price_steps")]
    operations = [
        ends_in_one_pass(
            "assets_asset",
            (*OF_ASSETS, PLANNED, *OF_MODELS),
            (("of_facets", _WATCHED, OF_FACETS), ("of_releases", _WATCHED, (OF_RELEASES,))),
        )
    ]
