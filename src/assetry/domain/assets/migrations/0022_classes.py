"""The class of what assets store, and overrides of it."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.platform.database.composite_keys import same_company


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("assets", "0021_releases"),
        ("organization", "0005_search_everything"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredClass",
            fields=[
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored_class",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("internal", "Internal"),
                            ("confidential", "Confidential"),
                            ("restricted", "Restricted"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClassOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("internal", "Internal"),
                            ("confidential", "Confidential"),
                            ("restricted", "Restricted"),
                        ],
                        max_length=20,
                        verbose_name="Class",
                    ),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="Reason")),
                ("expires_on", models.DateField(verbose_name="Until")),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_override",
                        to="assets.asset",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.company",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="classoverride_has_reason"
                    )
                ],
            },
        ),
        same_company("assets_storedclass", "asset_id", "assets_asset"),
        same_company("assets_classoverride", "asset_id", "assets_asset"),
    ]
