"""Planned replacements, useful lives and models that their maker leaves are ends."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends, ends_follow
from assetry.domain.contracts.ends import OF_MODELS, PLANNED


class Migration(migrations.Migration):
    """Triggers on assets and their models."""

    dependencies = [
        ("contracts", "0010_endings_by_count"),
        ("assets", "0024_planned_replacement"),
        ("catalog", "0006_releases"),
    ]
    operations = [
        *(ends(source) for source in (PLANNED, *OF_MODELS)),
        ends_follow(
            "catalog_assetmodel",
            ("useful_life_months", "end_of_support_on"),
            OF_MODELS,
            name="ending_of_models",
            by="model_id",
        ),
    ]
