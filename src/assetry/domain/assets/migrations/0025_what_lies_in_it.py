"""What lies in an asset is found by an index, also by the check of its foreign key when that is deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0024_planned_replacement")]

    operations = [
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("holder_asset__isnull", False)),
                fields=["holder_asset"],
                name="asset_by_holder_asset",
            ),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("container_root__isnull", False)),
                fields=["container_root"],
                name="asset_by_container",
            ),
        ),
    ]
