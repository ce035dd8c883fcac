"""Records of any entity from a file: made, changed, left alone, refused; by nothing but their descriptions."""

from typing import Any

import pytest

from assetry.domain.assets.models import AssetRelation
from assetry.domain.catalog.models import AssetModel, Category, Manufacturer, Release, ReleasedProduct
from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.domain.software.models import Allocation, Entitlement, License, SoftwareProduct
from assetry.kernel.registry import entities
from assetry.platform.audit.signed import signed
from assetry.platform.imports.records import planning
from assetry.platform.imports.records.described import importable_for, is_importable, targets_of
from assetry.platform.imports.refusals import FileTooLarge
from tests.cast import Cast
from tests.factories import (
    make_asset,
    make_category,
    make_contract,
    make_entitlement,
    make_license,
    make_location,
    make_person,
    make_product,
    make_release,
)
from tests.platform.imports.records.importing import check, load, reasons

pytestmark = pytest.mark.django_db

FILES = {
    "company": ("Name,Currency,Time zone,Parent company", "Larkfield UK,GBP,Europe/London,Larkfield Labs GmbH"),
    "location": ("Name,Inside,Country", "Berlin,,DE"),
    "department": ("Name,Part of", "Finance,"),
    "person": ("First name,Last name,E-mail,Department", "Ana,Lima,ana@example.net,"),
    "supplier": ("Name,Website", "Dustin,https://dustin.example"),
    "cost_center": ("Code,Name", "4711,Research"),
    "category": ("Name,Kind", "Tablets,Hardware"),
    "manufacturer": ("Name,Support page", "Framework,https://frame.work/support"),
    "model": ("Name,Model number,Manufacturer,Category", "Laptop 13,FRW13,Framework,Laptops"),
    "relation": ("From,Relation,To,Note", "WEB-1,Runs on,VM-1,Since spring"),
    "released_product": ("Name,Code,Publisher", "Fleet OS,fleet-os,Framework"),
    "release": ("Product,Release,Released,Security support to", "System R,4,2026-01-01,2028-01-01"),
    "contract": (
        "Name,Type,Number,Starts on,Ends on,Our notice period,Renews itself,Renews for months",
        "Firewalls,Support,C-7,2026-01-01,2026-12-31,3,yes,12",
    ),
    "coverage": ("Contract,Asset,Role", "Racks,WEB-1,Maintenance"),
    "software_product": ("Name,Publisher", "Brush,Framework"),
    "license": ("Product,Counts", "Paint,Users"),
    "entitlement": ("Product,Quantity,Order number", "Paint,3,PO-1"),
    "allocation": ("License,Person,Quantity", "Draw,Ana Petrov,1"),
}  # fmt: skip
COUNTED: dict[str, Any] = {
    "company": Company, "location": Location, "department": Department, "person": Person, "supplier": Supplier,
    "cost_center": CostCenter, "category": Category, "manufacturer": Manufacturer, "model": AssetModel,
    "contract": Contract, "coverage": Coverage,
    "relation": AssetRelation, "released_product": ReleasedProduct, "release": Release,
    "software_product": SoftwareProduct, "license": License, "entitlement": Entitlement, "allocation": Allocation,
}  # fmt: skip
NAMED = ("Name", "Larkfield Labs GmbH")


@pytest.fixture
def prepared(cast: Cast) -> Cast:
    """Something for models to be of."""
    with signed("test"):
        make_category("Laptops")
        make_product("Paint")
        make_release("System R")
        for tag in ("WEB-1", "VM-1"):
            make_asset(cast.company, asset_tag=tag)
        make_entitlement(make_license(cast.company, "Draw"), 5)
        make_contract(cast.company, "Racks")
    return cast


@pytest.mark.parametrize("entity", FILES)
def test_a_file_of_any_entity_comes_in_and_the_same_file_again_changes_nothing(
    prepared: Cast, entity: str
) -> None:
    actor = prepared.actor("administrator")
    options = {"company": prepared.company.public_id, "create": frozenset({"manufacturer"})}
    before = COUNTED[entity].objects.count()
    plan = load(actor, entity, *FILES[entity], **options)
    assert plan.counts == {"create": 1, "update": 0, "unchanged": 0, "refuse": 0}, reasons(plan)
    assert COUNTED[entity].objects.count() == before + 1
    again = load(prepared.actor("administrator"), entity, *FILES[entity], **options)
    assert again.counts == {"create": 0, "update": 0, "unchanged": 1, "refuse": 0}, (
        reasons(again),
        again.rows,
    )


def test_every_entity_that_can_be_made_and_changed_can_be_imported(cast: Cast) -> None:
    importable = {entity.name for entity in entities() if is_importable(entity)}
    assert importable == FILES.keys()
    for entity in importable_for(cast.actor("administrator")):
        fields = {field.name for field in entity.fields if field.edited_by}
        assert fields <= {target.name for target in targets_of(entity)}
    assert importable_for(cast.actor("employee")) == []


def test_parents_stand_anywhere_in_the_file(cast: Cast) -> None:
    actor = cast.actor("asset_manager")
    plan = load(
        actor,
        "location",
        "Name,Inside",
        "Room 7,Floor 1",
        "Floor 1,HQ",
        "HQ,",
        company=cast.company.public_id,
    )
    assert plan.counts["create"] == 3, reasons(plan)
    assert Location.objects.get(name="Room 7").path_name == "HQ / Floor 1 / Room 7"
    lines = ("Name,Inside", "Room 8,HQ / Floor 1", "Room 7,HQ / Floor 1")
    again = load(cast.actor("asset_manager"), "location", *lines, company=cast.company.public_id)
    assert (again.counts["create"], again.counts["unchanged"]) == (1, 1), reasons(again)


def test_a_ring_of_parents_is_refused(cast: Cast) -> None:
    lines = ("Name,Part of", "A,B", "B,A", "C,A", "D,D")
    plan = check(cast.actor("asset_manager"), "department", *lines, company=cast.company.public_id)
    assert plan.counts["refuse"] == 4
    assert "lies inside itself" in reasons(plan)[2]
    assert "stays out" in reasons(plan)[4]


def test_a_path_that_is_missing_is_made_when_that_is_asked(cast: Cast) -> None:
    lines = ("Name,Location", "Ana,HQ / Floor 1", "Bea,HQ / Floor 1", "Cle,HQ")
    plan = check(cast.actor("asset_manager"), "person", *lines, company=cast.company.public_id)
    assert reasons(plan)[2] == "Location “HQ / Floor 1” was not found."
    wanted = {"company": cast.company.public_id, "create": frozenset({"location"})}
    plan = load(cast.actor("asset_manager"), "person", *lines, **wanted)
    assert [missing.name for missing in plan.needed] == ["HQ", "Floor 1"]
    assert Person.objects.filter(name="Bea", location__path_name="HQ / Floor 1").exists()


def test_an_update_says_what_changes_and_an_empty_cell_erases_only_when_asked(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Ana Lima", email="ana@example.net", phone="123", job_title="Buyer")
    lines = ("Name,E-mail,Phone,Job title", "Ana Lima,ANA@example.net,,Head of buying")
    options = {"company": cast.company.public_id}
    plan = load(cast.actor("asset_manager"), "person", *lines, **options)
    changed = Person.objects.get(name="Ana Lima")
    assert (changed.phone, changed.job_title) == ("123", "Head of buying")
    assert ("Job title", "Buyer", "Head of buying") in plan.rows[0].changes
    erased = load(cast.actor("asset_manager"), "person", *lines, **options, erases=True)
    assert erased.rows[0].changes == [("Phone", "123", "")]
    assert Person.objects.get(name="Ana Lima").phone == ""


def test_what_an_operation_refuses_is_said_by_the_dry_run(cast: Cast) -> None:
    lines = (
        "Name,Currency,Time zone,Parent company",
        "New,EURO,Nowhere,Larkfield Labs GmbH",
        "Root,EUR,UTC,",
    )
    plan = check(cast.actor("asset_manager"), "company", *lines)
    assert "Shorten this" in reasons(plan)[2] or "Currency" in reasons(plan)[2]
    assert "may not do this" in reasons(plan)[3]


def test_a_row_means_one_thing_and_is_meant_by_one_row(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Ana Lima", email="ana@example.net")
        make_person(cast.company, "Ana Lima", email="ana.lima@example.net")
    lines = (
        "Name,E-mail",
        "Ana Lima,",
        "Bea,bea@example.net",
        "Bea B,BEA@example.net",
        "Ana L,ana@example.net",
    )
    plan = check(cast.actor("asset_manager"), "person", *lines, company=cast.company.public_id)
    assert "2 have the name" in reasons(plan)[2]
    assert reasons(plan)[4] == "It means the same as row 3."
    assert [row.action.value for row in plan.rows] == ["refuse", "create", "refuse", "update"]


def test_the_chosen_key_decides_which_one_is_meant(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana", email="ana@example.net", username="ana")
        bea = make_person(cast.company, "Bea", email="bea@example.net", username="bea")
    lines = ("User name,E-mail", "ana,bea@example.net")
    by_email = check(cast.actor("asset_manager"), "person", *lines, company=cast.company.public_id)
    by_login = check(
        cast.actor("asset_manager"), "person", *lines, company=cast.company.public_id, match="username"
    )
    assert (by_email.rows[0].found, by_login.rows[0].found) == (bea, ana)
    assert all("already" in reasons(plan)[2] for plan in (by_email, by_login)), reasons(by_email)


def test_a_file_of_more_records_than_one_transaction_should_hold_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MAX_RECORDS", 1)
    with pytest.raises(FileTooLarge, match="more than 1 rows"):
        check(cast.actor("asset_manager"), "supplier", "Name", "One", "Two")


def test_a5_nobody_imports_into_a_company_that_is_not_theirs(cast: Cast) -> None:
    with signed("test"):
        theirs = make_person(cast.other_company, "Otto", email="otto@example.net")
        make_location(cast.other_company, "Secret room")
    manager = cast.actor("asset_manager")
    lines = ("Company,Name,E-mail,Location,ID in Assetry",
             "Otherwhere Ltd,Eve,eve@example.net,,",
             "Larkfield Labs GmbH,Eve,eve@example.net,Secret room,",
             f"Larkfield Labs GmbH,Eve,eve@example.net,,{theirs.public_id}")  # fmt: skip
    plan = check(manager, "person", *lines)
    assert plan.counts["refuse"] == 3
    assert reasons(plan)[2] == "Company “Otherwhere Ltd” was not found."
    assert reasons(plan)[3] == "Location “Secret room” was not found."
    assert "ID of nothing" in reasons(plan)[4]
