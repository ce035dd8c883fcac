"""The filter builder: everything in the address, done it leads back to the list."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assetry.kernel.fields import FieldType
from assetry.kernel.filters import Condition, parse_filter
from assetry.kernel.registry import entities, entity_named
from assetry.platform.audit.signed import signed
from assetry.web.kit.asking import asks_of, condition_of, told_by
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_location
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialogs"}


def ask(cast: Cast, **query: Any) -> Any:
    return client_of(cast, "asset_manager").get("/assets", query, headers=DIALOG)


def done(cast: Cast, **query: Any) -> dict[str, list[str]]:
    """Where a finished builder leads: the list's parameters."""
    answer = client_of(cast, "asset_manager").get("/assets", {"build_done": "1", **query})
    assert answer.status_code == 302
    address = urlsplit(answer["Location"])
    assert address.path == "/assets"
    return parse_qs(address.query)


def test_it_offers_every_described_field_and_those_of_what_they_refer_to(cast: Cast) -> None:
    page = text_of(ask(cast, build="new"))
    assert "Serial" in page
    assert "Model: Model number" in page
    assert "Note" not in page
    found = text_of(ask(cast, build="new", build_find="model numb"))
    assert "Model: Model number" in found
    assert "Serial" not in found


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"build_on": "name", "build_op": "contains", "build_value": "pro"}, 'name contains "pro"'),
        ({"build_on": "name", "build_op": "in", "build_value": "a\nb\n"}, 'name in "a" "b"'),
        (
            {"build_on": "ends_on", "build_op": "next", "build_value": "90"},
            'ends_on between "today" "today+90d"',
        ),
        (
            {"build_on": "ends_on", "build_op": "last", "build_value": "7"},
            'ends_on between "today-7d" "today"',
        ),
        (
            {"build_on": "ends_on", "build_op": "next", "build_value": "3m"},
            'ends_on between "today" "today+3m"',
        ),
        (
            {"build_on": "cost_amount", "build_op": "between", "build_value": ["1", "2"]},
            'cost_amount between "1" "2"',
        ),
        ({"build_on": "criticality", "build_op": "in", "build_value": "high"}, 'criticality eq "high"'),
        (
            {"build_on": "criticality", "build_op": "not_in", "build_value": ["high", "low"]},
            'criticality not_in "high" "low"',
        ),
        (
            {"build_on": "holder.department", "build_op": "under", "build_value": "my_team"},
            'holder.department under "my_team"',
        ),
        ({"build_on": "supplier", "build_op": "in", "build_value_text": "Fix-it"}, 'supplier eq "Fix-it"'),
        ({"build_on": "cost_amount", "build_op": "empty"}, "cost_amount empty"),
    ],
)
def test_a_condition_is_added_to_the_text(cast: Cast, query: dict[str, Any], text: str) -> None:
    assert done(cast, build="new", **query) == {"filter": [text]}


def test_what_a_facet_can_say_becomes_the_facet(cast: Cast) -> None:
    with signed("test"):
        key = make_category("Laptop").public_id
    assert done(cast, build="new", build_on="category", build_op="in", build_value=key) == {"category": [key]}
    assert done(cast, build="new", build_on="category", build_op="empty") == {"category": ["none"]}
    again = done(cast, category="X", build="new", build_on="category", build_op="in", build_value=key)
    assert again == {"category": ["X"], "filter": [f'category eq "{key}"']}


def test_a_part_is_changed_in_its_place(cast: Cast) -> None:
    text = 'name contains "a" and cost_amount empty and serial_number empty'
    asked = {"filter": text, "build": "1", "build_on": "cost_amount", "build_op": "gt", "build_value": "5"}
    changed = 'name contains "a" and cost_amount gt "5" and serial_number empty'
    assert done(cast, sort="name", **asked) == {"sort": ["name"], "filter": [changed]}


def test_another_condition_makes_an_or_and_its_alternatives_are_changed_one_by_one(cast: Cast) -> None:
    added = {"build_on": "cost_amount", "build_op": "empty"}
    assert done(cast, filter="name empty", build="0.new", **added) == {
        "filter": ["name empty or cost_amount empty"]
    }
    asked = {"filter": "name empty or cost_amount empty", "build": "0"}
    page = text_of(ask(cast, **asked))
    assert "Name is empty" in page
    assert "Or another condition" in page
    changed = done(cast, **{**asked, "build": "0.1"}, build_on="cost_amount", build_op="lt", build_value="9")
    assert changed == {"filter": ['name empty or cost_amount lt "9"']}
    facet = done(cast, category="K", build="category.new", **added)
    assert facet == {"filter": ['category eq "K" or cost_amount empty']}


def test_a_condition_opens_as_it_stands(cast: Cast) -> None:
    page = ask(cast, filter='ends_on between "today" "today+30d"', build="0").content.decode()
    assert '<option value="next" selected>' in page
    assert 'value="30"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"build_on": "name", "build_op": "contains"}, "give a value"),
        ({"build_on": "cost_amount", "build_op": "between", "build_value": "1"}, "give both values"),
        ({"build_on": "ends_on", "build_op": "next", "build_value": "soon"}, "give a number of days"),
        ({"build_on": "ends_on", "build_op": "eq", "build_value": "31 Feb 2026"}, "31 Feb 2026"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_value(cast: Cast, query: dict[str, str], words: str) -> None:
    answer = ask(cast, build="new", build_done="1", **query)
    assert answer.status_code == 422
    assert words in text_of(answer)


@pytest.mark.parametrize("place", ["9", "9.9", "x", "0.", "-1", "0.new.new", "é"])
def test_a_place_that_is_not_there_is_a_new_one(cast: Cast, place: str) -> None:
    assert ask(cast, build=place).status_code == 200
    made = done(cast, build=place, build_on="cost_amount", build_op="empty")
    assert made == {"filter": ["cost_amount empty"]}


def test_a_field_that_is_not_described_is_not_asked_about(cast: Cast) -> None:
    assert "Find a field" in ask(cast, build="new", build_on="company__name").content.decode()


def test_without_script_it_is_a_page(cast: Cast) -> None:
    page = client_of(cast, "asset_manager").get("/assets", {"build": "new"}).content.decode()
    assert "<main" in page


def test_a_condition_at_fault_stands_as_a_chip_that_says_so(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, location=make_location(cast.company, "Berlin"))
    text = 'purchased_on eq "31 Feb" and location eq "Berlin"'
    answer = client_of(cast, "auditor").get("/assets", {"filter": text})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert page.count('class="chip invalid"') == 1
    assert "Location is Berlin" in text_of(answer)


def test_every_filterable_field_offers_something_that_reads_back() -> None:
    for entity in entities():
        for field in entity.fields_by_name.values():
            for one in asks_of(field):
                condition = condition_of(field, one, ["3", "4"])
                assert isinstance(condition, Condition)
                assert told_by(field, condition)[0] == one, (entity.name, field.name, one.code)


def test_a_reference_that_equals_opens_as_any_of() -> None:
    field = entity_named("asset").field("category")
    assert field.type is FieldType.REFERENCE
    condition = parse_filter('category eq "a"')
    assert isinstance(condition, Condition)
    assert told_by(field, condition) == (condition and asks_of(field)[0], ["a"])
