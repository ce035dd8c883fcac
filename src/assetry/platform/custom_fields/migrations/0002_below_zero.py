"""Numbers below zero, where a definition says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("custom_fields", "0001_custom_fields")]
    operations = [
        migrations.AddField(
            "customfielddefinition", "allows_negative", models.BooleanField(db_default=False, default=False)
        ),
    ]
