"""Home, My equipment, search and scanned codes, for who may see what."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import check_out_asset
from assetry.domain.assets.support import settle_support
from assetry.domain.catalog.models import Release
from assetry.platform.audit.signed import signed
from assetry.web import home
from assetry.web.home.attention import CONCERNS
from assetry.web.home.palette import palette_groups
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category, make_location, make_model, make_release

pytestmark = pytest.mark.django_db


def _client(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def _laptop(cast: Cast) -> Asset:
    with signed("test"):
        model = make_model("Latitude 5450")
        room = make_location(cast.company, "Floor 2")
        return make_asset(
            cast.company,
            asset_tag="LT-1043",
            serial_number="7HX2K93",
            model=model,
            manufacturer=model.manufacturer,
            location=room,
        )


def test_home_starts_with_the_first_step_where_nothing_is(cast: Cast) -> None:
    page = _client(cast, "asset_manager").get("/").content.decode()
    assert "No assets yet" in page


def test_each_figure_of_home_is_what_its_list_shows(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, status="Missing")
        make_asset(cast.other_company, status="Missing")
    page = _client(cast, "asset_manager").get("/").content.decode()
    assert "Missing: 1" in page


def test_home_names_what_runs_a_release_that_is_out_of_support(cast: Cast) -> None:
    with signed("test"):
        release = make_release("Fleet OS")
        Release.objects.update(security_until=date(2020, 1, 1))
        machines = make_category("VM", kind="virtual_machine")
        runs = {"operating_system": release.name}
        make_asset(cast.company, status="Active", category=machines, facet=runs)
    settle_support()
    page = _client(cast, "asset_manager").get("/").content.decode()
    assert "Release out of support, in use: 1" in page


def test_every_concern_has_an_icon_that_is_there() -> None:
    known = (Path(home.__file__).parents[1] / "static" / "icons.txt").read_text().split()
    assert {concern.icon for concern in CONCERNS} <= set(known)


def test_an_employee_lands_on_my_equipment_and_sees_only_their_own(cast: Cast) -> None:
    asset = _laptop(cast)
    with signed("test"):
        make_asset(cast.company, asset_tag="LT-9999", status="In use")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=cast.person("employee"), at=NOW)
    client = _client(cast, "employee")
    assert client.get("/").headers["Location"] == "/my-equipment/"
    page = client.get("/my-equipment/").content.decode()
    assert "LT-1043" in page
    assert "LT-9999" not in page


def test_my_equipment_without_anything_says_so(cast: Cast) -> None:
    assert "Nothing is handed to you" in _client(cast, "auditor").get("/my-equipment/").content.decode()


@pytest.mark.parametrize("query", ["lt-1043", "7hx2k9", "latitude", "#LT-1043"])
def test_search_finds_assets_in_scope_only(cast: Cast, query: str) -> None:
    _laptop(cast)
    found = (
        _client(cast, "technician")
        .get("/search/", {"q": query}, headers={"HX-Request": "true"})
        .content.decode()
    )
    foreign = (
        _client(cast, "stranger")
        .get("/search/", {"q": query}, headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "Latitude 5450" in found.replace("<mark>", "").replace("</mark>", "")
    assert "<h3>Assets</h3>" in found
    assert "<h3>Assets</h3>" not in foreign


def test_a_scanned_tag_opens_its_asset(cast: Cast) -> None:
    asset = _laptop(cast)
    answer = _client(cast, "technician").get("/q/", {"code": "LT-1043"})
    assert answer.headers["Location"] == f"/assets/{asset.public_id}"


@pytest.mark.parametrize("where", ["/q/{id}", "/assets/{id}", "/assets/{id}/"])
def test_a_scanned_label_is_an_address_and_opens_its_asset(cast: Cast, where: str) -> None:
    asset = _laptop(cast)
    code = "https://assets.example.com" + where.format(id=asset.public_id)
    answer = _client(cast, "technician").get("/q/", {"code": code})
    assert answer.headers["Location"] == f"/assets/{asset.public_id}"
    assert _client(cast, "stranger").get("/q/", {"code": code}).headers["Location"].startswith("/search/")


def test_the_page_of_the_search_counts_and_leads_to_the_lists(cast: Cast) -> None:
    with signed("test"):
        for _number in range(12):
            make_asset(cast.company, name="Latitude")
    page = _client(cast, "technician").get("/search/", {"q": "latitude"}).content.decode()
    assert page.count("<mark>Latitude</mark>") >= 10
    assert '<a href="/assets?q=latitude">Assets</a> <span class="muted">12</span>' in page


def test_a_qr_code_opens_its_asset_and_is_not_found_in_another_company(cast: Cast) -> None:
    asset = _laptop(cast)
    assert (
        _client(cast, "technician").get(f"/q/{asset.public_id}").headers["Location"]
        == f"/assets/{asset.public_id}"
    )
    assert _client(cast, "stranger").get(f"/q/{asset.public_id}").status_code == 404


@pytest.mark.parametrize("query", ["lt", "#lt", "a b"])
def test_what_is_too_short_to_be_searched_is_not_said_to_be_absent(cast: Cast, query: str) -> None:
    page = _client(cast, "technician").get("/search/", {"q": query}).content.decode()
    assert "Type three characters or more" in page
    assert "Nothing found" not in page


def test_an_unknown_code_becomes_a_search(cast: Cast) -> None:
    assert _client(cast, "technician").get("/q/", {"code": "ZZ 9"}).headers["Location"] == "/search/?q=ZZ+9"


def test_the_counts_of_the_sidebar_are_those_of_the_scope(cast: Cast) -> None:
    _laptop(cast)
    assert (
        '<span class="count" id="count-hardware" hx-swap-oob="true">1</span>'
        in _client(cast, "auditor").get("/counts/").content.decode()
    )
    assert _client(cast, "employee").get("/counts/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "headings"),
    [("ana pet", ["People", "Assets"]), ("latitude", ["Assets"]), ("LT-1043", ["Assets"])],
)
def test_a_person_stands_above_the_assets_found_by_their_name(
    cast: Cast, typed: str, headings: list[str]
) -> None:
    asset, ana = _laptop(cast), cast.person("employee")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    groups = palette_groups(cast.actor("technician"), typed)
    assert [group.heading for group in groups if group.heading in {"Assets", "People"}] == headings


def test_sign_in_asks_for_the_e_mail(client: Client) -> None:
    page = client.get("/accounts/sign-in/").content.decode()
    assert ">E-mail<" in page
    assert ">Email<" not in page
