"""Rows of the register point only to rows of their own company, and never to a wrong facet or manufacturer."""

from django.db import migrations

from assetry.platform.database.composite_keys import composite_foreign_key, same_company

_FACETS = ("assets_assethardware", "assets_assetsubscription", "assets_assetinformation")


class Migration(migrations.Migration):
    """Composite foreign keys."""

    dependencies = [
        ("assets", "0001_initial"),
        ("organization", "0002_composite_keys"),
        ("ledger", "0001_initial"),
    ]
    operations = [
        composite_foreign_key("assets_asset", ("kind_id", "facet"), "catalog_assetkind", ("id", "facet")),
        composite_foreign_key(
            "assets_asset", ("category_id", "kind_id"), "catalog_category", ("id", "kind_id")
        ),
        composite_foreign_key("assets_asset", ("status_id", "state"), "assets_status", ("id", "state")),
        composite_foreign_key(
            "assets_asset",
            ("model_id", "manufacturer_id"),
            "catalog_assetmodel",
            ("id", "manufacturer_id"),
            on_update_cascade=True,
        ),
        same_company("assets_asset", "owner_person_id", "organization_person"),
        same_company("assets_asset", "owner_department_id", "organization_department"),
        same_company("assets_asset", "cost_center_id", "ledger_costcenter"),
        same_company("assets_asset", "holder_person_id", "organization_person"),
        same_company("assets_asset", "holder_department_id", "organization_department"),
        same_company("assets_asset", "holder_asset_id", "assets_asset"),
        same_company("assets_asset", "container_root_id", "assets_asset"),
        same_company("assets_asset", "location_id", "organization_location"),
        same_company("assets_custody", "asset_id", "assets_asset"),
        same_company("assets_custody", "holder_person_id", "organization_person"),
        same_company("assets_custody", "holder_department_id", "organization_department"),
        same_company("assets_custody", "holder_asset_id", "assets_asset"),
        same_company("assets_custody", "location_id", "organization_location"),
        same_company("assets_statusperiod", "asset_id", "assets_asset"),
        same_company("assets_assetidentifier", "asset_id", "assets_asset"),
        *(same_company(table, "asset_id", "assets_asset") for table in _FACETS),
        *(
            composite_foreign_key(table, ("facet", "asset_id"), "assets_asset", ("facet", "id"))
            for table in _FACETS
        ),
    ]
