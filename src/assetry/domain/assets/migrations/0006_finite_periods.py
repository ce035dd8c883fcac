"""Periods start and end at real instants: an open end is open, never "infinity"."""

from django.db import migrations

_TABLES = {"custody_period_finite": "assets_custody", "statusperiod_finite": "assets_statusperiod"}


class Migration(migrations.Migration):
    """Checks that Django has no words for: a datetime of Python is never infinite."""

    dependencies = [("assets", "0005_expected_return")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ("
            "lower(period) > '-infinity' AND (upper_inf(period) OR upper(period) < 'infinity'))",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for name, table in _TABLES.items()
    ]
