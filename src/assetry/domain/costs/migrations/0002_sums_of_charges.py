"""What a resource cost in 30 days is the sum of many charges, each as large as can be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A wider column; nothing is written anew."""

    dependencies = [("costs", "0001_cloud_bills")]
    operations = [
        migrations.AlterField(
            model_name="assetcloudcost",
            name="amount",
            field=models.DecimalField(decimal_places=4, max_digits=24),
        ),
    ]
