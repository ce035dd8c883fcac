"""Files that runs made, until the run is forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bulk", "0002_removed_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="MadePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("name", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run_id", "position"), name="madepart_unique")
                ],
            },
        ),
    ]
