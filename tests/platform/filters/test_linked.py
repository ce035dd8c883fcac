"""Fields of what a reference points to, and words that each reader means in their own way."""

from datetime import date
from typing import Any

import pytest

from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.linked import DescribedFields, linked_fields
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.filters import compile_filter
from assetry.platform.permissions.actor import Actor
from tests.cast import Cast
from tests.factories import make_asset, make_department, make_location, make_model, make_person

pytestmark = pytest.mark.django_db


def found(actor: Actor, text: str, entity: str = "asset") -> set[str]:
    described = entity_named(entity)
    condition = compile_filter(described, parse_filter(text), actor, today=date(2026, 11, 24))
    return {str(row) for row in described.visible_to(actor).filter(condition)}


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """A has everything that the tests follow, B nothing of it; C lies in another company."""
    with signed("test"):
        sales = make_department(cast.company, "Sales")
        ana = make_person(cast.company, "Ana", department=sales, job_title="Clerk")
        bo = make_person(cast.other_company, "Bo", job_title="Clerk")
        room = make_location(cast.company, "Berlin", country="DE")
        model = make_model("Latitude", number="5450", end_of_support_on=date(2027, 1, 31))
        make_asset(
            cast.company,
            asset_tag="A",
            model=model,
            manufacturer=model.manufacturer,
            category=model.category,
            holder_person=ana,
            location=room,
        )
        make_asset(cast.company, asset_tag="B")
        make_asset(cast.other_company, asset_tag="C", holder_person=bo)
    return {"sales": sales, "ana": ana, "bo": bo, "model": model}


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ('model.number eq "5450"', "A"),
        ('model.number starts_with "54"', "A"),
        ('model.number ne "5450"', "BC"),
        ('model.end_of_support_on between "today" "today+90d"', "A"),
        ("model.end_of_support_on empty", "BC"),
        ("model.end_of_support_on not_empty", "A"),
        ('holder.job_title in "Clerk" "Chief"', "AC"),
        ('holder.department eq "Sales"', "A"),
        ('holder.department under "Sales"', "A"),
        ('holder.department ne "Sales"', "BC"),
        ('location.country eq "DE" or holder.job_title eq "Clerk"', "AC"),
        ('location.is_stockroom eq "no"', "A"),
        ('category.kind eq "hardware"', "ABC"),
    ],
)
def test_a_field_of_what_it_refers_to(cast: Cast, rows: dict[str, Any], text: str, tags: str) -> None:
    assert found(cast.actor("administrator"), text) == set(tags)


@pytest.mark.parametrize(
    "text",
    [
        'model.manufacturer.name eq "x"',
        'model.custom eq "x"',
        'model.name_sort eq "x"',
        'model.note contains "x"',
        'name.name eq "x"',
        'model. eq "x"',
        'nothing.name eq "x"',
        'owner_person.user__password eq "x"',
        'status.name gt "x"',
    ],
)
def test_what_is_not_described_there_is_refused_by_its_name(cast: Cast, text: str) -> None:
    with pytest.raises(FilterInvalid, match=text.split(maxsplit=1)[0]):
        found(cast.actor("administrator"), text)


@pytest.mark.parametrize(
    "text",
    ['holder.job_title eq "Clerk"', 'holder.name contains "A"', "holder.job_title not_empty"],
)
def test_what_the_actor_may_not_see_there_is_as_if_it_were_empty(
    cast: Cast, rows: dict[str, Any], text: str
) -> None:
    """A2: an asset that the employee owns is held by somebody whom they may not see."""
    with signed("test"):
        make_asset(
            cast.company, asset_tag="D", holder_person=rows["ana"], owner_person=cast.person("employee")
        )
    employee = cast.actor("employee")
    assert found(employee, text) == set()
    assert (
        found(employee, "holder.job_title empty") == found(employee, 'holder.job_title ne "Clerk"') == {"D"}
    )


def test_another_company_is_never_reached(cast: Cast, rows: dict[str, Any]) -> None:
    assert found(cast.actor("stranger"), 'holder.job_title eq "Clerk"') == {"C"}
    assert found(cast.actor("asset_manager"), 'holder.job_title eq "Clerk"') == {"A"}


def test_secret_and_unfilterable_fields_lead_nowhere() -> None:
    names = {found.described.name for found in linked_fields(entity_named("asset"))}
    assert {"model.number", "holder.department"} <= names
    assert all(name.count(".") == 1 for name in names)
    assert DescribedFields(entity_named("asset"))["holder.department"].reference == "department"


def test_my_team_is_the_department_that_i_head_and_what_lies_below(cast: Cast, rows: dict[str, Any]) -> None:
    manager, technician = cast.person("asset_manager"), cast.person("technician")
    with signed("test"):
        field = make_department(cast.company, "Field", parent=rows["sales"])
        type(field).objects.filter(pk=field.pk).update(path=[rows["sales"].pk, field.pk])
        type(field).objects.filter(pk=rows["sales"].pk).update(head=manager)
        type(technician).objects.filter(pk=technician.pk).update(department=field)
        make_asset(cast.company, asset_tag="D", holder_person=technician)
    assert found(cast.actor("asset_manager"), 'holder eq "my_team"') == {"A", "D"}
    assert found(cast.actor("asset_manager"), 'holder in "my_team" "me"') == {"A", "D"}
    assert found(cast.actor("asset_manager"), 'holder.department eq "my_team"') == {"A", "D"}
    assert found(cast.actor("technician"), 'holder eq "my_team"') == {"D"}
    assert found(cast.actor("administrator"), 'holder eq "my_team"') == set()


@pytest.mark.parametrize("text", ['name contains ""', 'name starts_with " "', 'model.name contains ""'])
def test_an_empty_part_of_a_text_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(FilterInvalid, match="empty"):
        found(cast.actor("administrator"), text)
