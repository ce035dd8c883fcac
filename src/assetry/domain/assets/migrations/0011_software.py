"""The kind "Software": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0010_counts_by_place"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetSoftware",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="software",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("product", models.CharField(blank=True, max_length=120, verbose_name="Product")),
                ("publisher", models.CharField(blank=True, max_length=120, verbose_name="Publisher")),
                ("release", models.CharField(blank=True, max_length=60, verbose_name="Release in use")),
                (
                    "latest_release",
                    models.CharField(blank=True, max_length=60, verbose_name="Latest release"),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bought", "Bought"),
                            ("open_source", "Open source"),
                            ("in_house", "Made in-house"),
                        ],
                        max_length=20,
                        verbose_name="Origin",
                    ),
                ),
                ("function_class", models.CharField(blank=True, max_length=120, verbose_name="Function")),
                (
                    "distribution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("internal", "Used inside"),
                            ("service", "Offered as a service"),
                            ("shipped", "Handed to others"),
                        ],
                        max_length=20,
                        verbose_name="Distribution",
                    ),
                ),
                (
                    "artificial_intelligence",
                    models.CharField(
                        blank=True,
                        choices=[("tool", "AI tool"), ("model", "AI model"), ("agent", "AI agent")],
                        max_length=20,
                        verbose_name="Artificial intelligence",
                    ),
                ),
                (
                    "risk_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("minimal", "Minimal risk"),
                            ("limited", "Limited risk"),
                            ("high", "High risk"),
                            ("prohibited", "Prohibited"),
                        ],
                        max_length=20,
                        verbose_name="AI risk class",
                    ),
                ),
                (
                    "allowed_data_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "Public"),
                            ("internal", "Internal"),
                            ("confidential", "Confidential"),
                            ("restricted", "Restricted"),
                        ],
                        max_length=20,
                        verbose_name="Allowed data class",
                    ),
                ),
                ("support_ends_on", models.DateField(blank=True, null=True, verbose_name="Support to")),
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
                        condition=models.Q(("facet", "software")), name="assetsoftware_facet"
                    )
                ],
            },
        ),
        *facet_keys("assets_assetsoftware"),
        insert_kind(
            NewKind(
                code="software",
                name="Software",
                plural="Software",
                icon="layout-grid",
                category="Software",
                states=("planned", "in_use", "in_maintenance", "retired"),
                defaults={"create": "in_use"},
                flags={**INTANGIBLE, "is_licensable": True},
            )
        ),
    ]
