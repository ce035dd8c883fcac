"""A1, A3: who sees which part of the organization; absent and forbidden look the same."""

import pytest

from assetry.domain.organization.models import Company, Department, Location, Person
from assetry.domain.organization.queries import (
    get_company_for,
    get_department_for,
    get_location_for,
    get_person_for,
)
from assetry.kernel.refusals import NotFound
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.people import granted
from tests.factories import make_category, make_company, make_department, make_location, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("administrator", {"Larkfield Labs GmbH", "Otherwhere Ltd"}),
        ("asset_manager", {"Larkfield Labs GmbH"}),
        ("technician", {"Larkfield Labs GmbH"}),
        ("auditor", {"Larkfield Labs GmbH"}),
        ("stranger", {"Otherwhere Ltd"}),
        ("employee", set()),
    ],
)
def test_a1_companies_in_scope(cast: Cast, role: str, seen: set[str]) -> None:
    assert {str(company) for company in Company.objects.visible_to(cast.actor(role))} == seen


def test_a3_archived_and_child_companies_are_in_the_scope_of_their_parent(cast: Cast) -> None:
    with signed("test"):
        child = make_company(parent=cast.company, is_archived=True)
    nina = granted("nina", "auditor", company=cast.company)
    assert set(Company.objects.visible_to(nina)) == {cast.company, child}


def test_a3_who_holds_a_child_does_not_see_its_parent(cast: Cast) -> None:
    with signed("test"):
        child = make_company(parent=cast.company)
    assert list(Company.objects.visible_to(granted("nina", "auditor", company=child))) == [child]


def test_a1_what_belongs_to_another_company_is_not_found(cast: Cast) -> None:
    with signed("test"):
        place, team = make_location(cast.company), make_department(cast.company)
    stranger = cast.actor("stranger")
    with pytest.raises(NotFound):
        get_location_for(stranger, place.public_id)
    with pytest.raises(NotFound):
        get_department_for(stranger, team.public_id)
    with pytest.raises(NotFound):
        get_person_for(stranger, cast.person("employee").public_id)
    with pytest.raises(NotFound):
        get_company_for(stranger, cast.company.public_id)


def test_what_is_visible_is_found_as_it_was_typed(cast: Cast) -> None:
    with signed("test"):
        place = make_location(cast.company)
    assert get_location_for(cast.actor("auditor"), f" {place.public_id.lower()} ") == place


@pytest.mark.parametrize("typed", ["", "x", "A" * 13, "\x00" * 12, "%" * 12])
def test_what_is_no_public_id_is_not_found(cast: Cast, typed: str) -> None:
    with pytest.raises(NotFound):
        get_location_for(cast.actor("administrator"), typed)


def test_a_site_s_technician_sees_its_rooms_and_people_only(cast: Cast) -> None:
    with signed("test"):
        berlin, paris = make_location(cast.company, "Berlin"), make_location(cast.company, "Paris")
        room = make_location(cast.company, "Room", parent=berlin)
        inside, outside = make_person(cast.company, location=room), make_person(cast.company, location=paris)
        nowhere = make_person(cast.company)
    sam = granted("sam2", "technician", company=cast.company, location=berlin)
    assert set(Location.objects.visible_to(sam)) == {berlin, room}
    assert {inside, outside, nowhere} & set(Person.objects.visible_to(sam)) == {inside}


def test_who_is_limited_to_a_category_sees_the_company_s_people_and_places(cast: Cast) -> None:
    with signed("test"):
        laptop, place, ana = make_category(), make_location(cast.company), make_person(cast.company)
    sam = granted("sam2", "technician", company=cast.company, category=laptop)
    assert ana in Person.objects.visible_to(sam)
    assert list(Location.objects.visible_to(sam)) == [place]


def test_an_employee_sees_themselves_and_nobody_else(cast: Cast) -> None:
    assert list(Person.objects.visible_to(cast.actor("employee"))) == [cast.person("employee")]
    assert not Department.objects.visible_to(cast.actor("employee")).exists()
