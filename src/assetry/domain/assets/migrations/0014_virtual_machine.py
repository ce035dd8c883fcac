"""The kind "Virtual machine": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0013_database"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetVirtualMachine",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="virtual_machine",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("host_name", models.CharField(blank=True, max_length=120, verbose_name="Host name")),
                ("platform", models.CharField(blank=True, max_length=60, verbose_name="Platform")),
                (
                    "operating_system",
                    models.CharField(blank=True, max_length=120, verbose_name="Operating system"),
                ),
                (
                    "virtual_processors",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Virtual processors"
                    ),
                ),
                (
                    "virtual_memory_gb",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="Virtual memory in GB",
                    ),
                ),
                (
                    "virtual_disk_gb",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="Virtual disk in GB",
                    ),
                ),
                ("machine_id", models.CharField(blank=True, max_length=120, verbose_name="Machine ID")),
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
                        condition=models.Q(("facet", "virtual_machine")), name="assetvirtualmachine_facet"
                    )
                ],
            },
        ),
        *facet_keys("assets_assetvirtualmachine"),
        insert_kind(
            NewKind(
                code="virtual_machine",
                name="Virtual machine",
                plural="Virtual machines",
                icon="cpu",
                category="Virtual machine",
                states=("planned", "in_use", "in_maintenance", "retired"),
                defaults={"create": "in_use"},
                flags={**INTANGIBLE, "is_licensable": True, "is_data_bearing": True},
            )
        ),
    ]
