"""What a contract's next term costs goes by its length."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends_again
from assetry.domain.contracts.ends import CONTRACT


class Migration(migrations.Migration):
    """Triggers made anew."""

    dependencies = [("contracts", "0007_coverage_by_start")]
    operations = [ends_again(CONTRACT)]
