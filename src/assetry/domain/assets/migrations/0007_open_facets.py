"""Facets are named by the modules of kinds, no longer by a list in the schema. Changes no table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """State only."""

    dependencies = [("assets", "0006_finite_periods")]
    operations = [
        migrations.AlterField(
            model_name="asset", name="facet", field=models.CharField(default="none", max_length=20)
        )
    ]
