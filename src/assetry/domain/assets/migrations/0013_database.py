"""The kind "Database": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0012_system"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetDatabase",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="database",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("engine", models.CharField(blank=True, max_length=60, verbose_name="Engine")),
                ("edition", models.CharField(blank=True, max_length=60, verbose_name="Edition")),
                (
                    "engine_version",
                    models.CharField(blank=True, max_length=60, verbose_name="Engine version"),
                ),
                ("instance_name", models.CharField(blank=True, max_length=120, verbose_name="Instance")),
                (
                    "availability_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("standalone", "Stands alone"),
                            ("primary", "Primary"),
                            ("standby", "Standby"),
                            ("replica", "Read replica"),
                            ("member", "Member of a cluster"),
                        ],
                        max_length=20,
                        verbose_name="Availability role",
                    ),
                ),
                (
                    "options_in_use",
                    models.CharField(blank=True, max_length=300, verbose_name="Options in use"),
                ),
                (
                    "engine_support_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="Engine support to"),
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
                        condition=models.Q(("facet", "database")), name="assetdatabase_facet"
                    )
                ],
            },
        ),
        *facet_keys("assets_assetdatabase"),
        insert_kind(
            NewKind(
                code="database",
                name="Database",
                plural="Databases",
                icon="database",
                category="Database",
                states=("planned", "in_use", "in_maintenance", "retired"),
                defaults={"create": "in_use"},
                flags={**INTANGIBLE, "is_licensable": True, "is_data_bearing": True},
            )
        ),
    ]
