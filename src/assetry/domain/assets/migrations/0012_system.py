"""The kind "System": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0011_software"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetSystem",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="system",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                (
                    "technical_owner",
                    models.CharField(blank=True, max_length=120, verbose_name="Technical owner"),
                ),
                ("users", models.CharField(blank=True, max_length=200, verbose_name="Who uses it")),
                (
                    "confidentiality_objective",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Confidentiality: objective"
                    ),
                ),
                (
                    "confidentiality_actual",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Confidentiality: actual"
                    ),
                ),
                (
                    "integrity_objective",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Integrity: objective"
                    ),
                ),
                (
                    "integrity_actual",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Integrity: actual"),
                ),
                (
                    "availability_objective",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Availability: objective"
                    ),
                ),
                (
                    "availability_actual",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Availability: actual"
                    ),
                ),
                (
                    "recovery_time_objective",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Recovery time in minutes: objective"
                    ),
                ),
                (
                    "recovery_time_actual",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Recovery time in minutes: actual"
                    ),
                ),
                (
                    "recovery_point_objective",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Recovery point in minutes: objective"
                    ),
                ),
                (
                    "recovery_point_actual",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Recovery point in minutes: actual"
                    ),
                ),
                ("is_third_party", models.BooleanField(default=False, verbose_name="Run by a third party")),
                (
                    "country_of_provider",
                    models.CharField(blank=True, max_length=2, verbose_name="Country of the provider"),
                ),
                (
                    "country_at_rest",
                    models.CharField(blank=True, max_length=2, verbose_name="Country of the data"),
                ),
                (
                    "substitutability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not", "Cannot be replaced"),
                            ("hard", "Hard to replace"),
                            ("medium", "Takes some work to replace"),
                            ("easy", "Easy to replace"),
                        ],
                        max_length=20,
                        verbose_name="Replacement",
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
                    models.CheckConstraint(condition=models.Q(("facet", "system")), name="assetsystem_facet")
                ],
            },
        ),
        *facet_keys("assets_assetsystem"),
        insert_kind(
            NewKind(
                code="system",
                name="System",
                plural="Systems",
                icon="server",
                category="System",
                states=("planned", "in_use", "in_maintenance", "retired"),
                defaults={"create": "in_use"},
                flags={**INTANGIBLE, "is_data_bearing": True},
            )
        ),
    ]
