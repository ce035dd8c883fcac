"""Registering an asset: what follows from what, and what is refused by name."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Asset, Status
from assetry.domain.assets.operations import create_asset
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.assets.places import kind, open_custody, status_names
from tests.domain.people import granted
from tests.factories import (
    make_asset,
    make_category,
    make_company,
    make_department,
    make_location,
    make_model,
    make_person,
)

pytestmark = pytest.mark.django_db


def create(
    cast: Cast,
    role: str = "asset_manager",
    code: str = "hardware",
    values: dict[str, Any] | None = None,
    **rest: Any,
) -> Asset:
    given = {"category": None, **(values or {})}
    if given["category"] is None and "model" not in given:
        with signed("test"):
            given["category"] = make_category(kind=code)
    return create_asset(
        actor=cast.actor(role), company=cast.company, kind=kind(code), values=given, at=NOW, **rest
    )


def test_it_starts_with_one_period_of_each(cast: Cast) -> None:
    with signed("test"):
        desk = make_location(cast.company)
    asset = create(cast, location=desk)
    assert (asset.state, asset.location, asset.version) == ("in_stock", desk, 1)
    assert (open_custody(asset).location, open_custody(asset).period.lower) == (desk, NOW)
    assert status_names(asset) == ["In stock"]


def test_category_and_manufacturer_come_from_the_model(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 7440")
    asset = create(cast, values={"model": model})
    assert (asset.category, asset.manufacturer) == (model.category, model.manufacturer)
    assert asset.name_sort == "latitude 0000007440"


def test_a_cost_without_currency_takes_the_company_s(cast: Cast) -> None:
    asset = create(cast, values={"cost_amount": "1249.00"})
    assert (asset.cost_amount, asset.cost_currency) == (Decimal(1249), "EUR")


def test_an_empty_choice_is_the_usual_one(cast: Cast) -> None:
    asset = create(cast, values={"criticality": "", "ownership": "", "classification": ""})
    assert (asset.criticality, asset.ownership, asset.classification) == ("normal", "owned", "")


@pytest.mark.parametrize(
    ("code", "values", "facet"),
    [
        ("hardware", {"processor": "M3", "memory_gb": "16", "warranty_ends_on": "2027-01-31"}, "hardware"),
        ("subscription", {"plan": "Team", "billing_period": "year"}, "subscription"),
        ("information", {"holds_personal_data": "yes", "retention_months": "36"}, "information"),
    ],
)
def test_each_kind_has_its_facet(cast: Cast, code: str, values: dict[str, str], facet: str) -> None:
    asset = create(cast, code=code, values=values)
    row = getattr(Asset.objects.get(pk=asset.pk), facet)
    assert [str(getattr(row, name)) for name in values] == [
        {"16": "16.00", "yes": "True"}.get(value, value) for value in values.values()
    ]


def test_serial_numbers_that_name_nothing_may_be_doubled(cast: Cast) -> None:
    first, second = (create(cast, values={"serial_number": "To be filled by O.E.M."}) for _ in range(2))
    assert (first.serial_key, second.serial_key) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", None),
        ("cost_amount", "-1"),
        ("cost_currency", "euro"),
        ("cost_currency", "XXY"),
        ("purchased_on", "1/2/2026"),
        ("criticality", "deadly"),
        ("serial_number", "x" * 121),
        ("hardware_uuid", "123"),
        ("memory_gb", "1.234"),
        ("plan", "Team"),
    ],
)
def test_what_cannot_be_used_is_named(cast: Cast, field: str, value: Any) -> None:
    with signed("test"):
        category = make_category()
    values = {"category": category, field: value}
    with pytest.raises(InvalidInput) as refused:
        create_asset(
            actor=cast.actor("asset_manager"), company=cast.company, kind=kind(), values=values, at=NOW
        )
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "public_id",
        "kind",
        "company",
        "state",
        "status",
        "version",
        "holder_person",
        "location",
        "custom",
        "name_sort",
        "serial_key",
        "container_root",
        "is_superuser",
        "created_by",
    ],
)
def test_a6_only_described_fields_are_taken(cast: Cast, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        create(cast, values={field: 1})
    assert set(refused.value.errors) == {field}


def test_a_category_of_another_kind_is_refused(cast: Cast) -> None:
    with signed("test"):
        chat = make_category(kind="subscription")
    with pytest.raises(InvalidInput):
        create(cast, values={"category": chat})


def test_a_model_of_another_kind_is_refused(cast: Cast) -> None:
    with signed("test"):
        laptop, slack = make_category(), make_model(category=make_category(kind="subscription"))
    with pytest.raises(InvalidInput) as refused:
        create(cast, values={"category": laptop, "model": slack})
    assert set(refused.value.errors) == {"model"}


def test_it_has_one_owner(cast: Cast) -> None:
    with signed("test"):
        team = make_department(cast.company)
    with pytest.raises(InvalidInput):
        create(cast, values={"owner_person": cast.person("employee"), "owner_department": team})


def test_a2_references_into_another_company_are_refused(cast: Cast) -> None:
    with signed("test"):
        otto, team, desk = (
            make_person(cast.other_company),
            make_department(cast.other_company),
            make_location(cast.other_company),
        )
    for values in ({"owner_person": otto}, {"owner_department": team}):
        with pytest.raises(OtherCompany):
            create(cast, "administrator", values=values)
    with pytest.raises(OtherCompany):
        create(cast, "administrator", location=desk)


def test_a_status_of_another_kind_is_refused(cast: Cast) -> None:
    with pytest.raises(refusals.StatusOfAnotherKind):
        create(cast, code="subscription", status=Status.objects.get(name="In stock"))


def test_an_archived_status_is_refused(cast: Cast) -> None:
    with signed("test"):
        Status.objects.filter(name="Reserved").update(is_archived=True)
    with pytest.raises(refusals.StatusOfAnotherKind):
        create(cast, status=Status.objects.get(name="Reserved"))


def test_without_a_default_it_gets_the_first_status_of_its_kind(cast: Cast) -> None:
    from assetry.domain.assets.models import DefaultStatus

    with signed("test"):
        DefaultStatus.objects.filter(kind=kind(), operation="create").delete()
    assert create(cast).status.name == "Planned"


def test_a_tag_is_taken_in_its_company_only(cast: Cast) -> None:
    create(cast, values={"asset_tag": "LT-1"})
    with pytest.raises(refusals.TagTaken, match="LT-1"):
        create(cast, values={"asset_tag": "LT-1"})
    with signed("test"):
        make_asset(cast.other_company, asset_tag="LT-1")


def test_a_serial_number_is_taken_for_its_manufacturer(cast: Cast) -> None:
    with signed("test"):
        model, other = make_model(), make_model()
    create(cast, values={"model": model, "serial_number": "5CG0123ABC"})
    create(cast, values={"model": other, "serial_number": "5CG0123ABC"})
    with pytest.raises(refusals.SerialTaken):
        create(cast, values={"model": model, "serial_number": "5cg0123abc "})


def test_a_serial_number_without_manufacturer_is_taken_too(cast: Cast) -> None:
    create(cast, values={"serial_number": "5CG0123ABC"})
    with pytest.raises(refusals.SerialTaken):
        create(cast, values={"serial_number": "5CG0123ABC"})


def test_what_is_disposed_leaves_its_serial_number_free(cast: Cast) -> None:
    with signed("test"):
        model = make_model()
        make_asset(
            cast.company,
            status="Disposed",
            category=model.category,
            model=model,
            manufacturer=model.manufacturer,
            serial_number="5CG0123ABC",
        )
    create(cast, values={"model": model, "serial_number": "5CG0123ABC"})


def test_a1_the_same_serial_number_in_another_company_is_no_refusal(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.other_company, serial_number="5CG0123ABC")
    create(cast, values={"serial_number": "5CG0123ABC"})


@pytest.mark.parametrize("role", ["administrator", "asset_manager", "technician"])
def test_who_may_register(cast: Cast, role: str) -> None:
    assert create(cast, role).company == cast.company


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_who_may_not_register(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        create(cast, role)


def test_who_is_limited_to_a_site_registers_there_only(cast: Cast) -> None:
    with signed("test"):
        berlin, paris, category = make_location(cast.company), make_location(cast.company), make_category()
    nina = granted("nina", "technician", company=cast.company, location=berlin)

    def register(location: Any) -> Asset:
        values = {"category": category}
        return create_asset(
            actor=nina, company=cast.company, kind=kind(), values=values, location=location, at=NOW
        )

    assert register(berlin).location == berlin
    for elsewhere in (paris, None):
        with pytest.raises(NotPermitted):
            register(elsewhere)


def test_who_is_limited_to_a_category_registers_that_only(cast: Cast) -> None:
    with signed("test"):
        laptop, phone = make_category(), make_category()
    nina = granted("nina", "technician", company=cast.company, category=laptop)
    create_asset(actor=nina, company=cast.company, kind=kind(), values={"category": laptop}, at=NOW)
    with pytest.raises(NotPermitted):
        create_asset(actor=nina, company=cast.company, kind=kind(), values={"category": phone}, at=NOW)


def test_a3_a_child_company_is_in_the_grant_of_its_parent(cast: Cast) -> None:
    with signed("test"):
        child, category = make_company(parent=cast.company), make_category()
    nina = granted("nina", "technician", company=cast.company)
    asset = create_asset(
        actor=nina,
        company=child,
        kind=kind(),
        values={"category": category, "purchased_on": "31 Jan 2026"},
        at=NOW,
    )
    assert (asset.company, asset.purchased_on) == (child, date(2026, 1, 31))
