"""What ends of an asset's own term costs what it did."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends_again
from assetry.domain.contracts.ends import OF_ASSETS


class Migration(migrations.Migration):
    """Triggers made anew."""

    dependencies = [("contracts", "0005_decisions")]
    operations = [ends_again(OF_ASSETS[0])]
