"""The kind "Cloud resource": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0014_virtual_machine"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetCloudResource",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="cloud_resource",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=60, verbose_name="Provider")),
                ("account", models.CharField(blank=True, max_length=120, verbose_name="Account")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="Region")),
                ("resource_type", models.CharField(blank=True, max_length=120, verbose_name="Resource type")),
                ("resource_id", models.CharField(blank=True, max_length=300, verbose_name="Resource ID")),
                ("resource_tags", models.CharField(blank=True, max_length=500, verbose_name="Resource tags")),
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
                        condition=models.Q(("facet", "cloud_resource")), name="assetcloudresource_facet"
                    )
                ],
            },
        ),
        *facet_keys("assets_assetcloudresource"),
        insert_kind(
            NewKind(
                code="cloud_resource",
                name="Cloud resource",
                plural="Cloud resources",
                icon="cloud",
                category="Cloud resource",
                states=("planned", "in_use", "retired"),
                defaults={"create": "in_use"},
                flags={**INTANGIBLE, "is_data_bearing": True},
            )
        ),
    ]
