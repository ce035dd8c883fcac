"""The kind "Domain": its facet, and its row with statuses and moves."""

import django.db.models.deletion
from django.db import migrations, models

from assetry.domain.assets.kinds.adding import INTANGIBLE, NewKind, facet_keys, insert_kind


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [("assets", "0016_certificate"), ("organization", "0005_search_everything")]
    operations = [
        migrations.CreateModel(
            name="AssetDomain",
            fields=[
                ("facet", models.CharField(editable=False, max_length=20)),
                (
                    "asset",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="domain",
                        serialize=False,
                        to="assets.asset",
                    ),
                ),
                ("registrar", models.CharField(blank=True, max_length=120, verbose_name="Registrar")),
                ("registered_on", models.DateField(blank=True, null=True, verbose_name="Registered on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="Registered to")),
                ("renews_itself", models.BooleanField(default=False, verbose_name="Renews itself")),
                ("name_servers", models.CharField(blank=True, max_length=300, verbose_name="Name servers")),
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
                    models.CheckConstraint(condition=models.Q(("facet", "domain")), name="assetdomain_facet")
                ],
            },
        ),
        *facet_keys("assets_assetdomain"),
        insert_kind(
            NewKind(
                code="domain",
                name="Domain",
                plural="Domains",
                icon="globe",
                category="Domain",
                states=("planned", "ordered", "in_use", "retired"),
                defaults={"create": "in_use"},
                flags=INTANGIBLE,
            )
        ),
    ]
