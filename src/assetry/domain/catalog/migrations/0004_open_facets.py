"""Facets are named by the modules of kinds, no longer by a list in the schema. Changes no table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """State only."""

    dependencies = [("catalog", "0003_custom_fields")]
    operations = [
        migrations.AlterField(
            model_name="assetkind", name="facet", field=models.CharField(default="none", max_length=20)
        )
    ]
