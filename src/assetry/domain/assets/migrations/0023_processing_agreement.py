"""Whether the provider of a subscription signed a processing agreement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0022_classes")]

    operations = [
        migrations.AddField(
            model_name="assetsubscription",
            name="processing_agreement",
            field=models.CharField(
                blank=True,
                choices=[("missing", "Missing"), ("signed", "Signed"), ("not_needed", "Not needed")],
                default="",
                max_length=20,
                verbose_name="Processing agreement",
            ),
            preserve_default=False,
        ),
    ]
