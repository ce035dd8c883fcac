"""Products that come in releases, and until when each release is supported."""

import django.db.models.deletion
from django.db import migrations, models

import assetry.kernel.public_id


class Migration(migrations.Migration):
    """Additive."""

    dependencies = [
        ("catalog", "0005_search_everything"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleasedProduct",
            fields=[
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
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("name_sort", models.CharField(db_collation="C", editable=False, max_length=300)),
                ("note", models.TextField(blank=True, max_length=5000, verbose_name="Note")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=80, unique=True, verbose_name="Code")),
                ("publisher", models.CharField(blank=True, max_length=120, verbose_name="Publisher")),
                ("also", models.TextField(blank=True, max_length=2000, verbose_name="Also known as")),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="Support page")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="releasedproduct_name_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
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
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("name_sort", models.CharField(db_collation="C", editable=False, max_length=300)),
                ("note", models.TextField(blank=True, max_length=5000, verbose_name="Note")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("line", models.CharField(max_length=60, verbose_name="Release")),
                ("released_on", models.DateField(blank=True, null=True, verbose_name="Released")),
                ("active_until", models.DateField(blank=True, null=True, verbose_name="Active support to")),
                (
                    "security_until",
                    models.DateField(blank=True, null=True, verbose_name="Security support to"),
                ),
                (
                    "extended_until",
                    models.DateField(blank=True, null=True, verbose_name="Extended support to"),
                ),
                (
                    "latest_version",
                    models.CharField(blank=True, max_length=60, verbose_name="Latest version"),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Source")),
                ("source_as_of", models.DateField(blank=True, null=True, verbose_name="As of")),
                ("facts", models.JSONField(default=dict, editable=False)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="catalog.releasedproduct",
                        verbose_name="Product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "line"), name="release_line_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("security_until__isnull", True),
                            ("released_on__isnull", True),
                            ("security_until__gte", models.F("released_on")),
                            _connector="OR",
                        ),
                        name="release_supported_after_released",
                    ),
                ],
            },
        ),
    ]
