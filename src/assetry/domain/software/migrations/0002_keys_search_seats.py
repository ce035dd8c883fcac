"""Rows keep to their company and are found by their words; counts and endings are kept by triggers."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends
from assetry.domain.software.ends import FOLLOWED, LINE, NOT_FOLLOWED
from assetry.domain.software.seats_sql import DROP_SEATS, SEATS
from assetry.platform.database.composite_keys import same_company
from assetry.platform.search.triggers import searchable_again

_PUBLISHER = "(SELECT m.name FROM public.catalog_manufacturer m WHERE m.id = r.publisher_id)"
_PRODUCT = "(SELECT p.name FROM public.software_softwareproduct p WHERE p.id = r.product_id)"


class Migration(migrations.Migration):
    """Composite foreign keys, search documents, triggers."""

    dependencies = [
        ("software", "0001_initial"),
        ("contracts", "0002_keys_search_endings"),
        ("search", "0002_two_indexes"),
    ]
    operations = [
        same_company("software_license", "subscription_id", "assets_asset"),
        same_company("software_license", "owner_id", "organization_person"),
        same_company("software_entitlement", "license_id", "software_license"),
        same_company("software_entitlement", "subscription_id", "assets_asset"),
        same_company("software_entitlement", "contract_id", "contracts_contract"),
        same_company("software_entitlement", "cost_center_id", "ledger_costcenter"),
        same_company("software_entitlement", "predecessor_id", "software_entitlement"),
        same_company("software_allocation", "license_id", "software_license"),
        same_company("software_allocation", "person_id", "organization_person"),
        same_company("software_allocation", "department_id", "organization_department"),
        same_company("software_allocation", "asset_id", "assets_asset"),
        searchable_again(
            "software_softwareproduct", "software_product", ("name",), _PUBLISHER, watched=("publisher_id",)
        ),
        searchable_again("software_license", "license", ("name",), _PRODUCT, watched=("product_id",)),
        searchable_again("software_entitlement", "entitlement", ("name", "order_number")),
        migrations.RunSQL(SEATS, DROP_SEATS),
        ends(LINE),
        migrations.RunSQL(FOLLOWED, NOT_FOLLOWED),
    ]
