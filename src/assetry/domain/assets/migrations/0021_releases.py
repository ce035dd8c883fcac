"""Which release each asset runs."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.platform.database.composite_keys import same_company


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("assets", "0020_relations"),
        ("catalog", "0006_releases"),
        ("organization", "0005_search_everything"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetSupport",
            fields=[
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="support",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("ends_on", models.DateField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.company",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.release"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalog.release",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["ends_on"], name="assetsupport_by_end")],
            },
        ),
        same_company("assets_assetsupport", "asset_id", "assets_asset"),
    ]
