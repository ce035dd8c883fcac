"""Which task a decision made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("contracts", "0011_replacements")]

    operations = [
        migrations.AddField(
            model_name="renewaldecision", name="task_id", field=models.BigIntegerField(null=True)
        )
    ]
