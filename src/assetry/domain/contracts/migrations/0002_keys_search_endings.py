"""Contracts keep to their company, are found by their words, and are among what ends, as dates of assets are."""

from django.db import migrations

from assetry.domain.contracts.ending_sql import ends, ends_follow
from assetry.domain.contracts.ends import CONTRACT, OF_ASSETS, OF_FACETS
from assetry.platform.database.composite_keys import same_company
from assetry.platform.search.triggers import searchable_again

_SUPPLIER = "(SELECT s.name FROM public.organization_supplier s WHERE s.id = r.supplier_id)"


class Migration(migrations.Migration):
    """Composite foreign keys, search documents, ends kept by triggers."""

    dependencies = [
        ("contracts", "0001_contract"),
        ("assets", "0018_twelve_indexes"),
        ("search", "0002_two_indexes"),
    ]
    operations = [
        same_company("contracts_contract", "owner_id", "organization_person"),
        same_company("contracts_contract", "cost_center_id", "ledger_costcenter"),
        same_company("contracts_contract", "predecessor_id", "contracts_contract"),
        searchable_again(
            "contracts_contract", "contract", ("name", "number"), _SUPPLIER, watched=("supplier_id",)
        ),
        *(ends(source) for source in (CONTRACT, *OF_ASSETS, *OF_FACETS)),
        ends_follow(
            "assets_asset", ("owner_person_id", "supplier_id", "state"), OF_FACETS, name="ending_of_facets"
        ),
    ]
