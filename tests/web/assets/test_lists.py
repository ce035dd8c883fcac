"""The lists of the register: what they show, to whom, and at what price."""

import gzip
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assetry.domain.assets.models import Asset, Status
from assetry.domain.assets.operations import check_out_asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import (
    make_asset,
    make_category,
    make_department,
    make_location,
    make_model,
    make_person,
    make_supplier,
)
from tests.web.assets.support import NOW, client_of, laptop, text_of

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "main#main"}
BEFORE = (NOW - timedelta(days=5)).date().isoformat()
PEEK = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#peek"}


def _many(cast: Cast, count: int) -> None:
    with signed("test"):
        category, place = make_category("Laptop"), make_location(cast.company)
        for number in range(count):
            make_asset(
                cast.company,
                asset_tag=f"M-{number:03}",
                name=f"Box {number}",
                category=category,
                location=place,
            )


@pytest.mark.parametrize("role", ["administrator", "asset_manager", "technician", "auditor"])
def test_who_may_see_assets_sees_those_of_the_company(cast: Cast, role: str) -> None:
    laptop(cast, asset_tag="LT-1043")
    page = text_of(client_of(cast, role).get("/assets"))
    assert "LT-1043" in page
    assert "1 asset" in page


def test_another_companys_assets_are_not_shown_and_not_counted(cast: Cast) -> None:
    laptop(cast, asset_tag="LT-1043")
    page = text_of(client_of(cast, "stranger").get("/assets"))
    assert "LT-1043" not in page
    assert "No assets yet" in page


def test_an_employee_has_no_list(cast: Cast) -> None:
    assert client_of(cast, "employee").get("/assets").status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/assets").status_code == 302


def test_a_kinds_list_shows_only_that_kind(cast: Cast) -> None:
    laptop(cast, asset_tag="LT-1")
    with signed("test"):
        make_asset(
            cast.company, asset_tag="SB-1", name="Figma", category=make_category("Software", "subscription")
        )
    page = text_of(client_of(cast, "auditor").get("/assets/kind/subscription"))
    assert "Figma" in page
    assert "LT-1" not in page


def test_a_kind_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert client_of(cast, "auditor").get("/assets/kind/nonsense").status_code == 404


@pytest.mark.parametrize("text", ["lt-1043", "7hx2k9", "latitude", "petrov"])
def test_the_quick_search_finds_by_tag_serial_model_and_holder(cast: Cast, text: str) -> None:
    asset = laptop(cast, asset_tag="LT-1043", serial_number="7HX2K93")
    laptop(cast, asset_tag="ZZ-1", model=None)
    with signed("test"):
        ana = make_person(cast.company, "Anastasia Petrov")
        Asset.objects.filter(asset_tag="ZZ-1").update(model=None, manufacturer=None)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    page = text_of(client_of(cast, "technician").get("/assets", {"q": text}))
    assert "LT-1043" in page
    assert "ZZ-1" not in page


def test_a_status_filters_and_stands_as_a_chip(cast: Cast) -> None:
    laptop(cast, asset_tag="IN-1", status="In stock")
    laptop(cast, asset_tag="MI-1", status="Missing")
    missing = Status.objects.get(name="Missing")
    page = text_of(client_of(cast, "auditor").get("/assets", {"status": missing.public_id}))
    assert "MI-1" in page
    assert "IN-1" not in page
    assert "Status is Missing" in page


def test_a_location_filters_with_everything_below_it(cast: Cast) -> None:
    with signed("test"):
        site = make_location(cast.company, "Berlin HQ")
        room = make_location(cast.company, "Floor 2", site)
    laptop(cast, asset_tag="IN-1", location=room)
    laptop(cast, asset_tag="OUT-1")
    page = text_of(client_of(cast, "auditor").get("/assets", {"location": site.public_id}))
    assert "IN-1" in page
    assert "OUT-1" not in page
    assert "Location under Berlin HQ" in page


def test_the_text_form_of_a_filter_and_a_facet_apply_together(cast: Cast) -> None:
    laptop(cast, asset_tag="A-1", status="In stock", name="Desk")
    laptop(cast, asset_tag="A-2", status="Missing", name="Desk")
    stock = Status.objects.get(name="In stock").public_id
    query = {"status": stock, "filter": 'name contains "desk"'}
    page = text_of(client_of(cast, "auditor").get("/assets", query))
    assert "A-1" in page
    assert "A-2" not in page


@pytest.mark.parametrize(
    "query", [{"filter": "nonsense"}, {"filter": 'cost is "1"'}, {"sort": "note"}, {"cursor": "x"}]
)
def test_an_address_that_cannot_be_read_says_so(cast: Cast, query: dict[str, str]) -> None:
    laptop(cast)
    response = client_of(cast, "auditor").get("/assets", query)
    assert response.status_code == 400
    assert "This address cannot be read as a list" in text_of(response)


def test_nothing_that_matches_is_not_an_empty_register(cast: Cast) -> None:
    laptop(cast)
    page = text_of(client_of(cast, "auditor").get("/assets", {"q": "nowhere"}))
    assert "Nothing is found for “nowhere”" in page
    assert "Clear filters" in page


def test_pages_follow_each_other_and_each_asset_comes_once(cast: Cast) -> None:
    _many(cast, 60)
    client = client_of(cast, "auditor")
    first = client.get("/assets", {"sort": "asset_tag"}).content.decode()
    last = client.get("/assets", {"sort": "asset_tag", "cursor": "last"}).content.decode()
    assert "1–50" in first
    assert "11–60" in last
    assert "M-059" in last
    assert "M-059" not in first


@pytest.mark.parametrize(("sort", "first"), [("asset_tag", "A-1"), ("-asset_tag", "B-1"), ("name", "B-1")])
def test_declared_columns_sort_both_ways(cast: Cast, sort: str, first: str) -> None:
    with signed("test"):
        category = make_category()
        make_asset(cast.company, asset_tag="A-1", name="Zeta", category=category)
        make_asset(cast.company, asset_tag="B-1", name="Alpha", category=category)
    page = text_of(client_of(cast, "auditor").get("/assets", {"sort": sort}))
    second = {"A-1": "B-1", "B-1": "A-1"}[first]
    assert page.index(first) < page.index(second)


def test_a_fragment_is_the_main_part_alone(cast: Cast) -> None:
    laptop(cast)
    html = client_of(cast, "auditor").get("/assets", headers=PART).content.decode()
    assert html.lstrip().startswith("<main")


def test_a_peek_is_a_fragment_and_part_of_the_page(cast: Cast) -> None:
    asset = laptop(cast, asset_tag="LT-1043")
    client = client_of(cast, "technician")
    alone = client.get("/assets", {"peek": asset.public_id}, headers=PEEK).content.decode()
    whole = client.get("/assets", {"peek": asset.public_id}).content.decode()
    assert alone.lstrip().startswith("<aside")
    assert 'data-peek-id="' + asset.public_id in whole


def test_a_peek_at_what_one_may_not_see_leaves_the_list_alone(cast: Cast) -> None:
    asset = laptop(cast, asset_tag="LT-1043")
    response = client_of(cast, "stranger").get("/assets", {"peek": asset.public_id})
    assert response.status_code == 200
    assert "LT-1043" not in response.content.decode()


@pytest.mark.parametrize("url", ["/assets", "/assets/kind/hardware"])
def test_a_holder_of_every_kind_stands_in_its_row(cast: Cast, url: str) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", holder_person=make_person(cast.company, "Ana Petrov"))
        make_asset(cast.company, asset_tag="A-2", holder_department=make_department(cast.company, "Sales"))
        rack = make_asset(cast.company, asset_tag="RACK-1", name="Rack")
        make_asset(cast.company, asset_tag="A-3", holder_asset=rack)
        make_asset(cast.company, asset_tag="A-4", holder_supplier=make_supplier("Repairs Ltd"))
    page = text_of(client_of(cast, "auditor").get(url))
    assert all(name in page for name in ("Ana Petrov", "Sales", "Rack RACK-1", "Repairs Ltd"))


@pytest.mark.parametrize("kind", ["subscription", "information"])
def test_who_answers_stands_in_the_row_of_what_nobody_holds(cast: Cast, kind: str) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana Petrov")
        make_asset(cast.company, name="Figma", category=make_category("C", kind), owner_person=ana)
    assert "Ana Petrov" in text_of(client_of(cast, "auditor").get(f"/assets/kind/{kind}"))


@pytest.mark.parametrize("url", ["/assets", "/assets/kind/hardware", "/assets?filters=1"])
def test_the_statements_do_not_grow_with_the_rows(
    cast: Cast, url: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    expected = {"/assets": 7, "/assets/kind/hardware": 8, "/assets?filters=1": 8}[url]
    _many(cast, 55)
    client = client_of(cast, "asset_manager")
    with django_assert_num_queries(expected):
        assert "M-001" in client.get(url).content.decode()


def test_a_list_under_one_place_takes_ten_statements(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place = laptop(cast, asset_tag="LT-1").location
    assert place is not None
    client = client_of(cast, "asset_manager")
    client.get("/assets")
    with django_assert_num_queries(10):
        page = text_of(client.get(f"/assets/kind/hardware?location={place.public_id}"))
    assert "LT-1" in page


def test_a_list_of_one_holder_takes_nine_statements(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Anastasia Petrov")
        make_asset(cast.company, asset_tag="LT-1", holder_person=ana)
    client = client_of(cast, "asset_manager")
    with django_assert_num_queries(9):
        page = text_of(client.get("/assets", {"holder": ana.public_id}))
    assert "LT-1" in page
    assert "Holder is Anastasia Petrov" in page


def test_a_past_day_takes_eight_statements(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    laptop(cast, asset_tag="LT-1")
    client = client_of(cast, "asset_manager")
    with django_assert_num_queries(8):
        assert "LT-1" in text_of(client.get("/assets", {"as_of": BEFORE}))


def test_fifty_rows_weigh_less_than_25_kilobytes(cast: Cast) -> None:
    _many(cast, 55)
    html = client_of(cast, "asset_manager").get("/assets/kind/hardware").content
    assert len(gzip.compress(html)) < 25_000


def test_only_verbs_that_one_may_use_stand_in_the_bulk_bar(cast: Cast) -> None:
    laptop(cast)
    technician = client_of(cast, "technician").get("/assets").content.decode()
    auditor = client_of(cast, "auditor").get("/assets").content.decode()
    assert "/assets/check-out" in technician
    assert "/assets/check-out" not in auditor


def test_a_past_day_shows_holders_and_places_of_then_and_changes_nothing(cast: Cast) -> None:
    asset = laptop(cast, asset_tag="LT-1043")
    with signed("test"):
        ana = make_person(cast.company, "Anastasia Petrov")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    client = client_of(cast, "technician")
    past, today = text_of(client.get("/assets", {"as_of": BEFORE})), text_of(client.get("/assets"))
    assert "Anastasia Petrov" in today
    assert "Anastasia Petrov" not in past
    assert "In stock" in past
    assert "As it was at the end of" in past


def test_a_past_day_filters_by_the_status_of_then(cast: Cast) -> None:
    asset = laptop(cast, asset_tag="LT-1043")
    with signed("test"):
        ana = make_person(cast.company)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    stock = Status.objects.get(name="In stock").public_id
    client = client_of(cast, "technician")
    assert "LT-1043" in text_of(client.get("/assets", {"as_of": BEFORE, "status": stock}))
    assert "LT-1043" not in text_of(client.get("/assets", {"status": stock}))


def test_a_day_before_the_register_shows_nothing(cast: Cast) -> None:
    laptop(cast, asset_tag="LT-1043", model=None)
    page = text_of(client_of(cast, "technician").get("/assets", {"as_of": "2001-01-01"}))
    assert "LT-1043" not in page


def test_an_export_of_the_list_keeps_filter_and_search(cast: Cast) -> None:
    laptop(cast, asset_tag="AA-1", model=make_model_signed("Latitude 5450"))
    laptop(cast, asset_tag="BB-1", model=make_model_signed("iPhone 16e"))
    client = client_of(cast, "asset_manager")
    html = client.get("/assets", {"q": "latitude"}).content.decode()
    url = html.split('href="/exports/asset?')[1].split('"')[0].replace("&amp;", "&")
    csv = b"".join(client.get(f"/exports/asset?{url}").streaming_content).decode()  # type: ignore[attr-defined]
    assert "AA-1" in csv
    assert "BB-1" not in csv


def make_model_signed(name: str) -> object:
    """A model, under an event of its own."""
    with signed("test"):
        return make_model(name)


def test_the_tabs_of_a_past_day_show_no_numbers_of_today(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
    client = client_of(cast, "asset_manager")
    assert 'class="count">1<' in client.get("/assets").content.decode()
    tabs = client.get("/assets?as_of=2026-10-01").content.decode().partition("<table")[0]
    assert 'class="count">' not in tabs
