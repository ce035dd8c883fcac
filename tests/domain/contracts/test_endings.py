"""What ends: one table, kept in step whatever changes, seen by whoever sees the object."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.assets.kinds.hardware import AssetHardware
from assetry.domain.assets.models import Asset, Status
from assetry.domain.catalog.models import AssetModel
from assetry.domain.contracts.checks import wrong_endings
from assetry.domain.contracts.models import Contract, Ending
from assetry.domain.contracts.terms import next_value
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_contract, make_model, make_person

pytestmark = pytest.mark.django_db
WARRANTY = {"warranty_ends_on": date(2027, 3, 31)}


def days() -> list[Any]:
    return list(Ending.objects.order_by("ends_on", "what").values_list("what", "ends_on"))


def test_a_contract_ends_with_what_its_next_term_costs(cast: Cast) -> None:
    with signed("test"):
        made = make_contract(
            cast.company, value_amount=1000, value_currency="EUR", indexation="percent", index_percent=5
        )
    found = Ending.objects.get(what="contract", object_id=made.pk)
    assert (found.public_id, found.decide_by, found.cost_amount) == (
        made.public_id,
        date(2026, 12, 31),
        Decimal(1050),
    )


def test_an_end_follows_its_contract(cast: Cast) -> None:
    with signed("test"):
        made = make_contract(cast.company)
        Contract.objects.filter(pk=made.pk).update(ends_on=date(2027, 6, 30))
    assert days() == [("contract", date(2027, 6, 30))]
    with signed("test"):
        Contract.objects.filter(pk=made.pk).update(is_renewed=True)
    assert days() == []


def test_a_deleted_contract_ends_no_more(cast: Cast) -> None:
    with signed("test"):
        make_contract(cast.company).delete()
    assert days() == []


def test_dates_of_an_asset_are_ends(cast: Cast) -> None:
    with signed("test"):
        make_asset(
            cast.company, ends_on=date(2027, 1, 1), expected_return_on=date(2026, 12, 1), facet=WARRANTY
        )
        certificate = make_category(kind="certificate")
        make_asset(
            cast.company, status="Active", category=certificate, facet={"not_after": date(2026, 12, 5)}
        )
    assert days() == [
        ("loan", date(2026, 12, 1)),
        ("validity", date(2026, 12, 5)),
        ("asset", date(2027, 1, 1)),
        ("warranty", date(2027, 3, 31)),
    ]


def test_a_warranty_follows_its_row_and_its_owner(cast: Cast) -> None:
    with signed("test"):
        owner, asset = make_person(cast.company), make_asset(cast.company, facet=WARRANTY)
        AssetHardware.objects.filter(pk=asset.pk).update(warranty_ends_on=date(2028, 3, 31))
        Asset.objects.filter(pk=asset.pk).update(owner_person=owner)
    found = Ending.objects.get(what="warranty")
    assert (found.ends_on, found.owner_id) == (date(2028, 3, 31), owner.pk)


def test_what_is_retired_ends_no_more(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, ends_on=date(2027, 1, 1), facet=WARRANTY)
        retired = Status.objects.get(name="Retired")
        Asset.objects.filter(pk=asset.pk).update(status=retired, state="retired")
    assert days() == []
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(status=asset.status, state="in_stock")
    assert len(days()) == 2


@pytest.mark.parametrize(
    ("role", "sees"), [("auditor", 2), ("administrator", 2), ("stranger", 0), ("employee", 0)]
)
def test_a1_ends_are_seen_with_what_they_are_of(cast: Cast, role: str, sees: int) -> None:
    with signed("test"):
        make_contract(cast.company)
        make_asset(cast.company, facet=WARRANTY)
    assert Ending.objects.visible_to(cast.actor(role)).count() == sees


def test_a1_an_employee_sees_the_ends_of_what_they_hold(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, holder_person=cast.person("employee"), facet=WARRANTY)
        make_asset(cast.company, facet=WARRANTY)
    assert Ending.objects.visible_to(cast.actor("employee")).count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "cost"),
    [
        (date(2024, 1, 1), date(2026, 12, 31), 1020),
        (date(2026, 1, 31), date(2026, 4, 29), 12240),
        (date(2026, 1, 31), date(2026, 4, 30), 9180),
        (date(2028, 2, 29), date(2028, 2, 29), 36720),
    ],
)
def test_a_next_term_costs_by_its_months(cast: Cast, starts_on: date, ends_on: date, cost: int) -> None:
    terms: dict[str, Any] = {"auto_renews": True, "renewal_months": 12, "index_percent": Decimal(2)}
    value: dict[str, Any] = {"value_amount": Decimal(3000), "value_currency": "EUR"}
    with signed("test"):
        made = make_contract(cast.company, starts_on=starts_on, ends_on=ends_on, **value, **terms)
    assert Ending.objects.get(object_id=made.pk, what="contract").cost_amount == cost
    assert next_value(made) == cost


def test_a_planned_replacement_is_an_end_with_its_price(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, cost_amount=Decimal(900), cost_currency="EUR")
        Asset.objects.filter(pk=asset.pk).update(replace_on=date(2027, 2, 1))
    found = Ending.objects.get(what="replacement")
    assert (found.ends_on, found.decide_by, found.cost_amount) == (
        date(2027, 2, 1),
        date(2027, 2, 1),
        Decimal(900),
    )


def test_the_useful_life_of_a_model_is_an_end_where_nothing_is_planned(cast: Cast) -> None:
    with signed("test"):
        model = make_model(useful_life_months=36)
        bought: dict[str, Any] = {
            "model": model,
            "manufacturer": model.manufacturer,
            "purchased_on": date(2024, 2, 29),
        }
        asset = make_asset(cast.company, **bought)
        planned = make_asset(cast.company, **bought, replace_on=date(2028, 1, 1))
    assert days() == [("life", date(2027, 2, 28)), ("replacement", date(2028, 1, 1))]
    assert [one.replacement_day for one in (asset, planned)] == [date(2027, 2, 28), date(2028, 1, 1)]
    with signed("test"):
        AssetModel.objects.filter(pk=model.pk).update(useful_life_months=48)
        Asset.objects.filter(pk=planned.pk).update(replace_on=None, in_service_on=date(2024, 4, 30))
    assert days() == [("life", date(2028, 2, 29)), ("life", date(2028, 4, 30))]
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(model=None)
        AssetModel.objects.filter(pk=model.pk).update(useful_life_months=None)
    assert days() == []


def test_the_end_of_a_models_support_is_an_end_of_each_asset(cast: Cast) -> None:
    with signed("test"):
        model = make_model(end_of_support_on=date(2027, 6, 30))
        of_it: dict[str, Any] = {"model": model, "manufacturer": model.manufacturer}
        owner = make_person(cast.company)
        make_asset(cast.company, **of_it, owner_person=owner)
        make_asset(cast.company, **of_it, status="Retired")
        make_asset(cast.other_company, **of_it)
        AssetModel.objects.filter(pk=model.pk).update(end_of_support_on=date(2027, 7, 31))
    assert days() == [("model", date(2027, 7, 31))] * 2
    seen = Ending.objects.visible_to(cast.actor("auditor"))
    assert [row.owner_id for row in seen] == [owner.pk]
    assert wrong_endings() == []
