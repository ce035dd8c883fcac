from django.db import migrations

# Which columns go together, so that the planner does not multiply what is one fact: a place lies in one company, a
# model names category and manufacturer, a status names the state.
FORWARD = """
    CREATE STATISTICS IF NOT EXISTS asset_place (dependencies) ON company_id, location_id FROM assets_asset;
    CREATE STATISTICS IF NOT EXISTS asset_what (dependencies)
        ON kind_id, category_id, model_id, manufacturer_id FROM assets_asset;
    CREATE STATISTICS IF NOT EXISTS asset_status (dependencies) ON status_id, state FROM assets_asset;
    ANALYZE assets_asset;
"""
BACKWARD = "DROP STATISTICS IF EXISTS asset_place, asset_what, asset_status"


class Migration(migrations.Migration):
    dependencies = [("assets", "0008_search_custom_fields")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
