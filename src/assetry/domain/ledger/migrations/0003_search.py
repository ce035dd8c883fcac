"""Cost centers are found by code and name."""

from django.db import migrations

from assetry.platform.search.triggers import searchable_again


class Migration(migrations.Migration):
    """Search documents kept by triggers."""

    dependencies = [("ledger", "0002_custom_fields"), ("search", "0002_two_indexes")]
    operations = [searchable_again("ledger_costcenter", "cost_center", ("code", "name"))]
