"""People of one company, suppliers of all, cost centers."""

from typing import Any

import pytest

from assetry.domain.ledger.models import CostCenter
from assetry.domain.ledger.operations import create_cost_center, edit_cost_center
from assetry.domain.ledger.queries import get_cost_center_for
from assetry.domain.organization.models import Location, Person, Supplier
from assetry.domain.organization.operations import create_person, create_supplier, edit_person, edit_supplier
from assetry.domain.organization.refusals import NameTaken, OtherCompany
from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW, Cast
from tests.domain.people import granted
from tests.factories import make_department, make_location, make_person

pytestmark = pytest.mark.django_db


def make(actor: Actor, cast: Cast, **values: Any) -> Person:
    return create_person(actor=actor, company=cast.company, values={"name": "Nina", **values}, at=NOW)


@pytest.fixture
def manager(cast: Cast) -> Actor:
    return cast.actor("asset_manager")


def test_a_person_needs_only_a_name(cast: Cast, manager: Actor) -> None:
    assert (make(manager, cast).is_active, make(manager, cast, name="Olaf").name_sort) == (True, "olaf")


def test_two_people_may_have_the_same_name(cast: Cast, manager: Actor) -> None:
    assert make(manager, cast).pk != make(manager, cast).pk


@pytest.mark.parametrize(("field", "value"), [("username", "EMPLOYEE"), ("email", "Employee@Example.com")])
def test_a_user_name_and_an_address_are_taken_in_the_company(
    cast: Cast, manager: Actor, field: str, value: str
) -> None:
    with pytest.raises(NameTaken, match=value) as refused:
        make(manager, cast, **{field: value})
    assert refused.value.field == field


def test_another_company_may_have_the_same_user_name(cast: Cast) -> None:
    values = {"name": "Nina", "username": "employee"}
    create_person(actor=cast.actor("stranger"), company=cast.other_company, values=values, at=NOW)


@pytest.mark.parametrize("field", ["department", "location"])
def test_a2_a_reference_into_another_company_is_refused(cast: Cast, field: str) -> None:
    with signed("test"):
        rows = {
            "department": make_department(cast.other_company),
            "location": make_location(cast.other_company),
        }
    elsewhere = rows[field]
    with pytest.raises(OtherCompany):
        make(cast.actor("administrator"), cast, **{field: elsewhere})
    with pytest.raises(OtherCompany):
        edit_person(
            actor=cast.actor("administrator"),
            person=cast.person("employee"),
            changes={field: elsewhere},
            version=None,
            at=NOW,
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nina"), ("starts_on", "1/2/2026"), ("company", "x"), ("job_title", "x" * 151)],
)
def test_what_cannot_be_used_is_named(cast: Cast, manager: Actor, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make(manager, cast, **{field: value})
    assert set(refused.value.errors) == {field}


def test_a_stale_page_is_refused(cast: Cast, manager: Actor) -> None:
    with pytest.raises(StalePage):
        edit_person(actor=manager, person=cast.person("employee"), changes={"phone": "1"}, version=9, at=NOW)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_others_make_and_change_nobody(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        make(cast.actor(role), cast)
    with pytest.raises(NotPermitted):
        edit_person(
            actor=cast.actor(role),
            person=cast.person("employee"),
            changes={"phone": "1"},
            version=None,
            at=NOW,
        )


@pytest.fixture
def berlin(cast: Cast) -> Location:
    with signed("test"):
        return make_location(cast.company, "Berlin")


@pytest.fixture
def of_berlin(cast: Cast, berlin: Location) -> Actor:
    return granted("nina", "asset_manager", company=cast.company, location=berlin)


def test_who_is_limited_to_a_site_keeps_its_people(cast: Cast, of_berlin: Actor, berlin: Location) -> None:
    person = make(of_berlin, cast, location=berlin)
    edit_person(actor=of_berlin, person=person, changes={"phone": "1"}, version=1, at=NOW)
    assert person in Person.objects.visible_to(of_berlin)


def test_who_is_limited_to_a_site_makes_nobody_elsewhere(cast: Cast, of_berlin: Actor) -> None:
    with pytest.raises(NotPermitted):
        make(of_berlin, cast)


def test_who_is_limited_to_a_site_changes_nobody_elsewhere(cast: Cast, of_berlin: Actor) -> None:
    with pytest.raises(NotPermitted):
        edit_person(
            actor=of_berlin, person=cast.person("employee"), changes={"phone": "1"}, version=None, at=NOW
        )


def test_who_is_limited_to_a_site_sends_nobody_away(cast: Cast, of_berlin: Actor, berlin: Location) -> None:
    with signed("test"):
        ana = make_person(cast.company, location=berlin)
    with pytest.raises(NotPermitted):
        edit_person(actor=of_berlin, person=ana, changes={"location": None}, version=None, at=NOW)


def test_a_supplier_is_shared_by_all(cast: Cast, manager: Actor) -> None:
    supplier = create_supplier(actor=manager, values={"name": "Bechtle"}, at=NOW)
    edit_supplier(
        actor=cast.actor("stranger"),
        supplier=supplier,
        changes={"phone": "1"},
        version=supplier.version,
        at=NOW,
    )
    assert supplier in Supplier.objects.visible_to(cast.actor("auditor"))
    assert supplier not in Supplier.objects.visible_to(cast.actor("employee"))
    assert supplier in Supplier.objects.as_words()


def test_a_supplier_s_name_is_taken(manager: Actor) -> None:
    create_supplier(actor=manager, values={"name": "Bechtle"}, at=NOW)
    with pytest.raises(NameTaken):
        create_supplier(actor=manager, values={"name": "bechtle"}, at=NOW)


def test_b1_a_web_address_that_runs_code_is_refused(manager: Actor) -> None:
    with pytest.raises(InvalidInput):
        create_supplier(actor=manager, values={"name": "X", "website": "javascript:alert(1)"}, at=NOW)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_only_who_keeps_the_catalog_makes_suppliers(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        create_supplier(actor=cast.actor(role), values={"name": "X"}, at=NOW)


def center(cast: Cast, role: str = "asset_manager", code: str = "4711") -> CostCenter:
    values = {"code": code, "name": "Lab"}
    return create_cost_center(actor=cast.actor(role), company=cast.company, values=values, at=NOW)


def test_a_cost_center_has_a_code_of_its_company(cast: Cast) -> None:
    made = center(cast)
    with pytest.raises(NameTaken) as refused:
        center(cast)
    assert (str(made), refused.value.field) == ("4711 Lab", "code")


def test_a_cost_center_is_seen_in_its_company_only(cast: Cast) -> None:
    made = center(cast)
    assert get_cost_center_for(cast.actor("auditor"), made.public_id) == made
    with pytest.raises(NotFound):
        get_cost_center_for(cast.actor("stranger"), made.public_id)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_others_make_and_change_no_cost_center(cast: Cast, role: str) -> None:
    made = center(cast)
    with pytest.raises(NotPermitted):
        center(cast, role, code="1")
    with pytest.raises(NotPermitted):
        edit_cost_center(
            actor=cast.actor(role), cost_center=made, changes={"name": "X"}, version=None, at=NOW
        )


def test_who_is_limited_to_a_site_changes_no_cost_center(cast: Cast, of_berlin: Actor) -> None:
    made = center(cast)
    with pytest.raises(NotPermitted):
        edit_cost_center(actor=of_berlin, cost_center=made, changes={"name": "X"}, version=None, at=NOW)


def test_what_is_taken_is_told_by_the_constraint_and_not_by_words_in_the_value(cast: Cast) -> None:
    actor = cast.actor("administrator")
    create_supplier(actor=actor, values={"name": "number_unique"}, at=NOW)
    with pytest.raises(NameTaken) as refused:
        create_supplier(actor=actor, values={"name": "Number_unique"}, at=NOW)
    assert refused.value.field == "name"
