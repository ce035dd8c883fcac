"""What assets are to each other."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import assetry.kernel.public_id
from assetry.platform.database.composite_keys import composite_foreign_key, same_company


class Migration(migrations.Migration):
    """Each end belongs to the company that the row names for it."""

    dependencies = [
        ("assets", "0019_tags_whatever_their_case"),
        ("organization", "0005_search_everything"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        db_collation="C",
                        default=assetry.kernel.public_id.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("runs_on", "Runs on"),
                            ("depends_on", "Depends on"),
                            ("stores", "Stores"),
                            ("backs_up", "Backs up"),
                            ("connects_to", "Connects to"),
                            ("replaced_by", "Replaced by"),
                        ],
                        max_length=20,
                        verbose_name="Relation",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "starts_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("period"), function="lower"),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "ends_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("period"), function="upper"),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("manual", "By hand"), ("import", "Import"), ("discovery", "Discovery")],
                        default="manual",
                        max_length=20,
                        verbose_name="Origin",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="Note")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations",
                        to="assets.asset",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inverse_relations",
                        to="assets.asset",
                    ),
                ),
                (
                    "target_company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.company",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["starts_at", "id"], name="assetrelation_by_start")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("period__upper_inf", True)),
                        fields=("source", "type", "target"),
                        name="assetrelation_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="assetrelation_not_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                ["runs_on", "depends_on", "stores", "backs_up", "connects_to", "replaced_by"],
                            )
                        ),
                        name="assetrelation_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__lower_inf", False)),
                        name="assetrelation_has_start",
                    ),
                ],
            },
        ),
        same_company("assets_assetrelation", "source_id", "assets_asset"),
        composite_foreign_key(
            "assets_assetrelation", ("target_id", "target_company_id"), "assets_asset", ("id", "company_id")
        ),
    ]
