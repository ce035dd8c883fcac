"""When an asset is to be replaced."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0023_processing_agreement")]

    operations = [
        migrations.AddField(
            model_name="asset",
            name="replace_on",
            field=models.DateField(blank=True, null=True, verbose_name="Planned replacement"),
        ),
    ]
