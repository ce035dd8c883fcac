"""What an export wrote, an import reads back: nothing changes."""

from datetime import date
from decimal import Decimal

import pytest

from assetry.domain.assets.exports import assets_table, list_assets_to_export
from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetKind
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.exports.exporting import table_of
from tests.cast import Cast
from tests.domain.assets.imports.importing import check, load
from tests.factories import (
    make_asset,
    make_category,
    make_department,
    make_location,
    make_model,
    make_person,
    make_supplier,
)

pytestmark = pytest.mark.django_db


def exported(cast: Cast, kind: str, role: str = "asset_manager") -> bytes:
    """The file of all assets of a kind."""
    actor, found = cast.actor(role), AssetKind.objects.get(code=kind)
    return b"".join(assets_table(actor, list_assets_to_export(actor, found), found).csv())


def make_hardware(cast: Cast) -> None:
    """Assets with everything an import can fill."""
    company = cast.company
    site = make_location(company, "Berlin")
    room = make_location(company, "Lab", site)
    ana = make_person(company, "Ana", username="ana", email="ana@example.org", location=site)
    nameless = make_person(company, "Only Name")
    model = make_model("Latitude", make_category("Laptop"), number="L-1")
    make_asset(
        company, asset_tag="=A-1", name="-dash", serial_number="+1", status="In use", holder_person=ana, location=room,
        category=model.category, model=model, manufacturer=model.manufacturer, supplier=make_supplier("Shop; Ltd"),
        cost_amount=Decimal("1.234"), cost_currency="USD", purchased_on=date(2024, 1, 31), ends_on=date(2028, 2, 29),
        order_number="@PO",
        note="two\nlines, \"quoted\"", owner_person=ana, criticality="high", classification="internal",
        cost_center=CostCenter.objects.create(company=company, code="4711", name="IT", name_sort="it"),
        facet={"condition": "good", "memory_gb": Decimal(16), "processor": "'quoted",
               "warranty_ends_on": date(2027, 1, 31)},
    )  # fmt: skip
    make_asset(company, asset_tag=None, name="No tag", status="Missing", holder_person=nameless)
    make_asset(company, status="Retired", owner_department=make_department(company, "Lab"))
    make_asset(company, status="In use", holder_department=make_department(company, "Sales"), location=site)
    make_asset(company, status="In use", location=room)
    make_asset(company, status="In use", holder_supplier=make_supplier("Repair shop"))


def test_hardware_comes_back_unchanged(cast: Cast) -> None:
    with signed("test"):
        make_hardware(cast)
    plan = check(cast.actor("asset_manager"), exported(cast, "hardware"))
    assert [(row.reasons, row.changes, row.warnings) for row in plan.rows] == [([], [], [])] * 6
    assert plan.counts["unchanged"] == 6


def make_several_kinds(cast: Cast) -> None:
    make_hardware(cast)
    plan = make_category("Plan", "subscription")
    make_asset(cast.company, category=plan, asset_tag="S-1", name="Mail", status="Active")
    tool = make_category("Tool", "software")
    make_asset(cast.company, category=tool, asset_tag="P-1", name="Editor", status="Active")


def test_all_assets_in_one_file_come_back_unchanged(cast: Cast) -> None:
    with signed("test"):
        make_several_kinds(cast)
    actor = cast.actor("asset_manager")
    content = b"".join(assets_table(actor, list_assets_to_export(actor), None).csv())
    plan = check(actor, content)
    assert [(row.reasons, row.changes) for row in plan.rows] == [([], [])] * 8
    assert plan.counts["unchanged"] == 8
    changed = load(actor, content.replace(b"Mail", b"Post").replace(b"-dash", b"-line"))
    assert [row.reasons for row in changed.rows if row.reasons] == []
    assert (changed.counts["update"], changed.counts["unchanged"]) == (2, 6)
    assert Asset.objects.filter(name="Post", kind__code="subscription", status__name="Active").exists()
    assert Asset.objects.filter(name="-line", kind__code="hardware").exists()


def test_the_columns_of_a_list_come_back_unchanged(cast: Cast) -> None:
    """Also those that an import reads in another way, or not at all."""
    with signed("test"):
        make_hardware(cast)
    actor, entity = cast.actor("asset_manager"), entity_named("asset")
    rows = list_assets_to_export(actor, AssetKind.objects.get(code="hardware"))
    shown = ["name", "asset_tag", "status", "holder", "location", "category", "cost_amount", "purchased_on"]
    every = [field.name for field in entity.fields if field.name != "state"]
    for names in (shown, every):
        content = b"".join(table_of(actor, entity, rows, names=names, kind="hardware").csv())
        plan = check(actor, content)
        assert [(row.reasons, row.changes) for row in plan.rows] == [([], [])] * 6


def test_other_kinds_come_back_unchanged(cast: Cast) -> None:
    with signed("test"):
        facet = {
            "holds_personal_data": True,
            "legal_basis": "contract",
            "purpose": "=pay",
            "retention_months": 120,
        }
        make_asset(
            cast.company, status="Active", category=make_category("Records", "information"), facet=facet
        )
        facet = {
            "plan": "Team",
            "billing_period": "year",
            "single_sign_on": "required",
            "data_class": "internal",
            "processing_agreement": "signed",
        }
        make_asset(
            cast.company, status="Active", category=make_category("Design", "subscription"), facet=facet
        )
    assert (
        check(cast.actor("asset_manager"), exported(cast, "information"), kind="information").counts[
            "unchanged"
        ]
        == 1
    )
    assert (
        check(cast.actor("asset_manager"), exported(cast, "subscription"), kind="subscription").counts[
            "unchanged"
        ]
        == 1
    )


def test_an_export_of_all_kinds_says_which_rows_are_of_which(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1")
        make_asset(
            cast.company, status="Active", category=make_category("Design", "subscription"), asset_tag="S-1"
        )
    content = b"".join(assets_table(actor, list_assets_to_export(actor), None).csv())
    counts = [check(actor, content, kind=kind).counts for kind in ("hardware", "subscription")]
    assert [(found["unchanged"], found["refuse"]) for found in counts] == [(2, 0), (2, 0)]


def test_an_edited_cell_is_the_only_change(cast: Cast) -> None:
    with signed("test"):
        make_hardware(cast)
    plan = load(cast.actor("asset_manager"), exported(cast, "hardware").replace(b"'@PO", b"PO-7"))
    assert [row.changes for row in plan.rows if row.changes] == [[("Order number", "@PO", "PO-7")]]
    assert Asset.objects.filter(order_number="PO-7").count() == 1


def test_who_may_not_see_people_gets_names_alone(cast: Cast) -> None:
    from assetry.domain.access.compile import compile_grants
    from assetry.domain.access.models import Grant, Role

    with signed("test"):
        make_hardware(cast)
        role = Role.objects.create(
            name="Exporter", code="", permissions=["assets.asset.view", "assets.asset.export"]
        )
        Grant.objects.filter(user=cast.user("auditor")).delete()
        Grant.objects.create(user=cast.user("auditor"), role=role, company=cast.company)
        compile_grants([cast.user("auditor").pk])
    text = exported(cast, "hardware", "auditor").decode()
    assert "ana@example.org" not in text
    assert "Ana" in text
