"""The figures beside facets: exact, each without its own filter, of what the reader may see."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assetry.domain.assets.counts import count_facets
from assetry.domain.assets.models import Asset, Status
from assetry.domain.catalog.models import AssetKind
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_location, make_model
from tests.web.assets.support import client_of

pytestmark = pytest.mark.django_db
FIGURES = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#facet-list"}
_FACET = re.compile(r'<details[^>]* id="facet-(\w+)">(.*?)</details>', re.DOTALL)
_VALUE = re.compile(r'value="([^"]*)"( checked)?><span>([^<]*)</span>(?:<span class="count">([^<]*)</span>)?')


def figures(client: Client, address: str = "/assets", **query: Any) -> dict[str, dict[str, str]]:
    """By facet, the figure of each value's label."""
    answer = client.get(address, query, headers=FIGURES)
    assert answer.status_code == 200
    return {
        name: {label: count for _value, _checked, label, count in _VALUE.findall(body)}
        for name, body in _FACET.findall(answer.content.decode())
    }


@pytest.fixture
def places(cast: Cast) -> dict[str, Any]:
    """Berlin with a floor, two laptops and a screen there, one in stock; another company has one laptop."""
    with signed("test"):
        berlin = make_location(cast.company, "Berlin")
        floor = make_location(cast.company, "Floor", parent=berlin)
        laptop, screen = make_category("Laptop"), make_category("Screen")
        model = make_model("Latitude", laptop)
        of_model: dict[str, Any] = {"model": model, "manufacturer": model.manufacturer}
        make_asset(cast.company, category=laptop, location=floor, status="In use", **of_model)
        make_asset(cast.company, category=laptop, location=berlin)
        make_asset(cast.company, category=screen, name="Wide")
        make_asset(cast.other_company, category=laptop, location=make_location(cast.other_company, "Paris"))
    return {"berlin": berlin.public_id, "laptop": laptop.public_id, "screen": screen.public_id}


def test_every_value_says_how_many_rows_it_leaves(cast: Cast, places: dict[str, Any]) -> None:
    found = figures(client_of(cast, "asset_manager"))
    assert found["category"] == {"Laptop": "2", "Screen": "1"}
    assert found["status"] == {"In stock": "2", "In use": "1"}
    assert found["kind"] == {"Hardware": "3"}
    assert found["location"] == {"Berlin": "2", "Floor": "1", "None": "1"}
    assert found["model"] == {"Latitude": "1", "None": "2"}
    assert found["company"] == {"Larkfield Labs GmbH": "3"}
    assert found["state"] == {"In stock": "2", "In use": "1"}
    assert found["holder"] == {}


def test_a_facet_leaves_out_its_own_filter_and_only_that(cast: Cast, places: dict[str, Any]) -> None:
    found = figures(client_of(cast, "asset_manager"), category=places["laptop"], location=places["berlin"])
    assert found["category"] == {"Laptop": "2"}
    assert found["location"] == {"Berlin": "2", "Floor": "1"}
    assert found["status"] == {"In stock": "1", "In use": "1"}
    found = figures(client_of(cast, "asset_manager"), category=places["screen"], q="Wide")
    assert found["category"] == {"Screen": "1"}
    assert found["location"] == {"None": "1"}


def test_a_condition_of_the_text_form_is_the_facets_own_too(cast: Cast, places: dict[str, Any]) -> None:
    text = 'category eq "Laptop" and (location under "Berlin" or location empty)'
    found = figures(client_of(cast, "asset_manager"), filter=text)
    assert found["category"] == {"Laptop": "2", "Screen": "1"}
    assert found["location"] == {"Berlin": "2", "Floor": "1"}


def test_a_chosen_value_that_leaves_nothing_stays(cast: Cast, places: dict[str, Any]) -> None:
    retired = Status.objects.get(name="Retired")
    found = figures(client_of(cast, "asset_manager"), status=retired.public_id)
    assert found["status"] == {"In stock": "2", "In use": "1", "Retired": "0"}
    assert found["category"] == {}


def test_counters_and_counting_say_the_same(cast: Cast, places: dict[str, Any]) -> None:
    with signed("test"):
        make_asset(cast.company, category=make_category("Figma", "subscription"))
    whole, counted = client_of(cast, "asset_manager"), {"filter": "asset_tag not_empty"}
    assert figures(whole) == figures(whole, **counted)
    kind = "/assets/kind/hardware"
    assert figures(whole, kind) == figures(whole, kind, **counted)
    assert "Figma" not in figures(whole, kind)["category"]


def test_counters_answer_only_for_whole_companies(cast: Cast, places: dict[str, Any]) -> None:
    hardware = AssetKind.objects.get(code="hardware")
    assert sum(count_facets(cast.actor("asset_manager"))["status"].values()) == 3
    assert sum(count_facets(cast.actor("administrator"), hardware.pk)["category"].values()) == 4
    assert "location" not in count_facets(cast.actor("administrator"), hardware.pk)
    assert count_facets(cast.actor("employee")) == {}


@pytest.mark.parametrize("query", [{}, {"filter": "asset_tag not_empty"}])
def test_another_companys_rows_count_nowhere(
    cast: Cast, places: dict[str, Any], query: dict[str, str]
) -> None:
    """A2, A3: neither as figures nor as values."""
    found = figures(client_of(cast, "stranger"), **query)
    assert found["category"] == {"Laptop": "1"}
    assert found["location"] == {"Paris": "1"}
    assert found["company"] == {"Otherwhere Ltd": "1"}


def test_an_address_that_cannot_be_read_has_no_figures(cast: Cast) -> None:
    answer = client_of(cast, "auditor").get("/assets", {"filter": "nonsense"}, headers=FIGURES)
    assert answer.status_code == 400


def test_figures_take_a_few_statements_whatever_the_filter(
    cast: Cast, places: dict[str, Any], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(cast, "asset_manager")
    for query in ({}, {"category": places["laptop"], "location": places["berlin"]}):
        with django_assert_max_num_queries(13):
            figures(client, **query)


def test_every_entity_has_figures_from_its_description(cast: Cast) -> None:
    found = figures(client_of(cast, "administrator"), "/people")
    assert found["is_active"] == {"Yes": "6"}
    assert found["company"] == {"Larkfield Labs GmbH": "5", "Otherwhere Ltd": "1"}


def test_the_open_panel_asks_for_its_figures_after_the_rows(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
    page = client_of(cast, "auditor").get("/assets", {"filters": "1", "sort": "name"}).content.decode()
    assert 'hx-trigger="load" hx-target="#facet-list"' in page
    assert Asset.objects.exists()
