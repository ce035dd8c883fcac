"""Administrators may erase people."""

from django.db import migrations

from assetry.domain.access.giving import give_administrators


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0005_reset_factors"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [
        give_administrators("organization.person.erase", intent="migration:access.erase_people", writes=True)
    ]
