"""Models are found by their name, number and manufacturer."""

from django.db import migrations

from assetry.platform.search.triggers import searchable


class Migration(migrations.Migration):
    """Search documents kept by triggers."""

    dependencies = [("catalog", "0001_initial"), ("search", "0001_initial")]
    operations = [
        searchable(
            "catalog_assetmodel",
            "model",
            "concat_ws(' ', r.name, r.number, (SELECT m.name FROM public.catalog_manufacturer m WHERE m.id = r.manufacturer_id))",
            ("name", "number", "manufacturer_id"),
        ),
    ]
