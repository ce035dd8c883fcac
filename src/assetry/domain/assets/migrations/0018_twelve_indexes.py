from django.db import migrations

# Django's index for LIKE: where the column's collation is "C", the one that keeps it unique serves that too.
FORWARD = "DROP INDEX IF EXISTS assets_asset_public_id_f569762c_like"
BACKWARD = """
    CREATE INDEX IF NOT EXISTS assets_asset_public_id_f569762c_like ON assets_asset (public_id varchar_pattern_ops)
"""


class Migration(migrations.Migration):
    dependencies = [("assets", "0017_domain")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
