"""The kind "Certificate": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0015_cloud_resource"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetCertificate",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="certificate",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="Subject")),
                ("subject_names", models.CharField(blank=True, max_length=1000, verbose_name="Names")),
                ("issuer", models.CharField(blank=True, max_length=300, verbose_name="Issuer")),
                (
                    "certificate_serial",
                    models.CharField(blank=True, max_length=60, verbose_name="Certificate serial"),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=100, verbose_name="Fingerprint")),
                ("not_before", models.DateField(blank=True, null=True, verbose_name="Valid from")),
                ("not_after", models.DateField(blank=True, null=True, verbose_name="Valid to")),
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
                        condition=models.Q(("facet", "certificate")), name="assetcertificate_facet"
                    )
                ],
            },
        ),
        *facet_keys("assets_assetcertificate"),
        insert_kind(
            NewKind(
                code="certificate",
                name="Certificate",
                plural="Certificates",
                icon="badge-check",
                category="Certificate",
                states=("planned", "ordered", "in_use", "retired"),
                defaults={"create": "in_use"},
                flags=INTANGIBLE,
            )
        ),
    ]
