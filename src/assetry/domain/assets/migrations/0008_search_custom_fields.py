"""Assets are found by the words of their custom fields too."""

from django.db import migrations

from assetry.domain.assets.triggers import SEARCH_WITH_CUSTOM, SEARCH_WITHOUT_CUSTOM


class Migration(migrations.Migration):
    """Search documents kept by triggers."""

    dependencies = [("assets", "0007_open_facets"), ("search", "0002_two_indexes")]
    operations = [migrations.RunSQL(SEARCH_WITH_CUSTOM, SEARCH_WITHOUT_CUSTOM)]
