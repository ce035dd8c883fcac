"""Administrators may reset the second factors of others."""

from django.db import migrations

from assetry.domain.access.giving import give_administrators


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("access", "0004_factors_and_invitations"),
        ("permissions", "0001_initial"),
        ("audit", "0001_initial"),
    ]
    operations = [
        give_administrators("access.reset_factors", intent="migration:access.reset_factors", writes=False)
    ]
