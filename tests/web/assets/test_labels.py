"""Labels from a list and from an asset's page."""

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset
from tests.support.paper import read_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def assets(cast: Cast) -> list[Asset]:
    with signed("test"):
        return [make_asset(cast.company, asset_tag=f"LT-{number}") for number in range(3)]


@pytest.fixture
def technician(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user("technician"))
    return client


def picks(assets: list[Asset]) -> str:
    return ",".join(f"{asset.public_id}:{asset.version}" for asset in assets)


def test_a_selection_is_counted_and_shown_in_both_layouts(technician: Client, assets: list[Asset]) -> None:
    answered = technician.post("/assets/labels", {"ids": [asset.public_id for asset in assets[:2]]})
    assert "2 labels" in answered.text
    for layout in ("a4", "roll62"):
        assert f"/assets/{assets[0].public_id}/label/{layout}.png" in answered.text


def test_all_of_a_list_s_query_can_be_printed(technician: Client, assets: list[Asset]) -> None:
    answered = technician.post("/assets/labels", {"all": "1", "query": "q=LT-"})
    assert "3 labels" in answered.text


def test_the_pdf_holds_what_was_picked(technician: Client, assets: list[Asset]) -> None:
    answered = technician.post(
        "/assets/labels.pdf", {"picks": picks(assets[1:]), "layout": "roll62", "skip": ""}
    )
    assert answered["Content-Type"] == "application/pdf"
    pages = read_pdf(answered.content)
    assert [page.codes[0].rpartition("/")[2] for page in pages] == [asset.public_id for asset in assets[1:]]


def test_used_places_are_skipped(technician: Client, assets: list[Asset]) -> None:
    answered = technician.post("/assets/labels.pdf", {"picks": picks(assets), "layout": "a4", "skip": "20"})
    assert [len(page.codes) for page in read_pdf(answered.content)] == [1, 2]


def test_what_is_not_there_any_more_leads_back_to_the_list(technician: Client, assets: list[Asset]) -> None:
    gone = f"{picks(assets[:1])},0123456789AB:1"
    answered = technician.post("/assets/labels.pdf", {"picks": gone, "layout": "a4", "skip": ""}, follow=True)
    assert answered.redirect_chain == [("/assets", 302)]
    assert "some of these assets are not there any more" in answered.text


@pytest.mark.parametrize("typed", ["-1", "many", "1000"])
def test_a_number_that_cannot_be_used_keeps_what_was_typed(
    technician: Client, assets: list[Asset], typed: str
) -> None:
    answered = technician.post("/assets/labels.pdf", {"picks": picks(assets), "layout": "a4", "skip": typed})
    assert answered.status_code == 422
    assert f'value="{typed}"' in answered.text


def test_one_asset_has_its_own_page_and_picture(technician: Client, assets: list[Asset]) -> None:
    page = technician.get(f"/assets/{assets[0].public_id}/label")
    picture = technician.get(f"/assets/{assets[0].public_id}/label/a4.png")
    assert "1 label" in page.text
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")


def test_a_layout_that_does_not_exist_is_not_found(technician: Client, assets: list[Asset]) -> None:
    assert technician.get(f"/assets/{assets[0].public_id}/label/a5.png").status_code == 404


@pytest.mark.parametrize("path", ["label", "label/a4.png"])
def test_another_company_s_asset_is_not_found(
    cast: Cast, client: Client, assets: list[Asset], path: str
) -> None:
    client.force_login(cast.user("stranger"))
    assert client.get(f"/assets/{assets[0].public_id}/{path}").status_code == 404


def test_picked_assets_of_another_company_are_not_printed(
    cast: Cast, client: Client, assets: list[Asset]
) -> None:
    client.force_login(cast.user("stranger"))
    answered = client.post("/assets/labels", {"ids": [assets[0].public_id]})
    assert answered.status_code == 404


@pytest.mark.parametrize("role", ["auditor", "employee"])
def test_who_may_not_print_is_told_so(cast: Cast, client: Client, assets: list[Asset], role: str) -> None:
    client.force_login(cast.user(role))
    assert client.get(f"/assets/{assets[0].public_id}/label").status_code == 403


def test_the_verb_stands_on_the_asset_s_page_and_in_the_list(technician: Client, assets: list[Asset]) -> None:
    assert f"/assets/{assets[0].public_id}/label" in technician.get(f"/assets/{assets[0].public_id}").text
    assert "/assets/labels" in technician.get("/assets").text
