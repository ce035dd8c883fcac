"""Administrators may see the state of the installation."""

from django.db import migrations

from assetry.domain.access.giving import give_administrators


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0006_erase_people"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [give_administrators("system.view", intent="migration:access.view_system", writes=False)]
