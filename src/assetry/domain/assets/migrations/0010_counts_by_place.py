from django.db import migrations, models

from assetry.domain.assets.triggers import WITH_PLACES, WITHOUT_PLACES


class Migration(migrations.Migration):
    dependencies = [("assets", "0009_statistics")]
    operations = [
        migrations.CreateModel(
            name="PlaceCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("company_id", models.IntegerField()),
                ("n", models.BigIntegerField()),
                ("location_id", models.IntegerField(null=True)),
                ("kind_id", models.SmallIntegerField()),
                ("status_id", models.SmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["company_id", "location_id", "kind_id", "status_id"], name="placecount_key"
                    )
                ],
            },
        ),
        migrations.RunSQL(WITH_PLACES, WITHOUT_PLACES),
    ]
