"""What was deleted, kept for its undo."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bulk", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemovedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.BigIntegerField()),
                ("table_name", models.CharField(db_collation="C", max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("subject_id", models.BigIntegerField()),
                ("before", models.JSONField()),
                ("removed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event_id", "table_name", "row_id"), name="removedrow_unique"
                    )
                ],
            },
        ),
    ]
