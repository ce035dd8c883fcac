"""The relations of an asset on its page, the form that adds one, the drawing, the impact."""

import pytest

from assetry.domain.assets.models import Asset, AssetRelation
from assetry.domain.assets.operations import relate_assets
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_contract, make_coverage
from tests.web.assets.support import SINCE, client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(cast: Cast) -> dict[str, Asset]:
    """A shop on a machine, with a record in its database; the machine's host belongs to another company."""
    with signed("test"):
        systems, data = make_category("Shop", kind="system"), make_category("Records", kind="information")
        things = {
            "shop": make_asset(cast.company, name="Web shop", category=systems, status="Active"),
            "vm": make_asset(
                cast.company,
                name="vm-shop-1",
                category=make_category("VM", kind="virtual_machine"),
                status="Active",
            ),
            "orders": make_asset(
                cast.company,
                name="Orders",
                category=data,
                status="Active",
                owner_person=cast.person("auditor"),
            ),
            "host": make_asset(cast.other_company, name="Hidden host", category=make_category(), since=SINCE),
        }
    boss = cast.actor("administrator")
    for source, type_, target in (
        ("shop", "runs_on", "vm"),
        ("shop", "stores", "orders"),
        ("vm", "runs_on", "host"),
    ):
        values = {"source": things[source], "type": type_, "target": things[target]}
        relate_assets(actor=boss, values=values, at=SINCE)
    return things


def test_relations_are_said_from_where_one_stands(cast: Cast, shop: dict[str, Asset]) -> None:
    client = client_of(cast, "asset_manager")
    said = text_of(client.get(f"/assets/{shop['shop'].public_id}/relations"))
    assert "Runs on vm-shop-1" in said
    assert "Stores Orders" in said
    assert "Runs Web shop" in text_of(client.get(f"/assets/{shop['vm'].public_id}/relations"))


def test_a1_a_hidden_asset_is_neither_listed_nor_drawn_nor_counted(
    cast: Cast, shop: dict[str, Asset]
) -> None:
    client = client_of(cast, "asset_manager")
    for page in ("relations", "impact", "timeline"):
        assert "Hidden host" not in client.get(f"/assets/{shop['vm'].public_id}/{page}").content.decode()
    assert "Hidden host" not in client.get("/relations").content.decode()
    assert client.get(f"/assets/{shop['host'].public_id}/impact").status_code == 404


def test_the_drawing_links_every_node(cast: Cast, shop: dict[str, Asset]) -> None:
    page = (
        client_of(cast, "asset_manager").get(f"/assets/{shop['shop'].public_id}/relations").content.decode()
    )
    drawing = page[page.index("<svg width") : page.index("</svg>", page.index("<svg width"))]
    assert drawing.count("<a href") == 3
    assert drawing.count("<path") == 2


def test_the_impact_names_information_and_people_with_the_way(cast: Cast, shop: dict[str, Asset]) -> None:
    page = text_of(client_of(cast, "asset_manager").get(f"/assets/{shop['vm'].public_id}/impact"))
    assert "2 assets are reached" in page
    assert "Stored in Web shop › Runs on vm-shop-1" in page
    assert "Olga Auditor" in page


def test_a_relation_is_added_from_either_end_and_ended(cast: Cast, shop: dict[str, Asset]) -> None:
    client = client_of(cast, "asset_manager")
    url = f"/assets/{shop['orders'].public_id}/relate"
    assert client.get(url).status_code == 200
    sent = {"relation": "depends_on:back", "other": shop["vm"].public_id, "note": ""}
    assert client.post(url, sent).status_code == 302
    made = AssetRelation.objects.get(type="depends_on")
    assert (made.source, made.target) == (shop["vm"], shop["orders"])
    assert "on record already" in text_of(client.post(url, sent))
    client.post(f"/relations/{made.public_id}/end")
    made.refresh_from_db()
    assert made.ends_at is not None
    assert "Ended" in text_of(client.get(f"/assets/{shop['vm'].public_id}/relations"))


def test_a2_who_may_only_look_gets_no_buttons(cast: Cast, shop: dict[str, Asset]) -> None:
    client, url = client_of(cast, "auditor"), f"/assets/{shop['shop'].public_id}"
    page = client.get(f"{url}/relations").content.decode()
    assert "/relate" not in page
    assert "/end" not in page
    assert client.get(f"{url}/relate").status_code == 403
    relation = AssetRelation.objects.get(type="stores")
    assert client.post(f"/relations/{relation.public_id}/end").status_code == 403


def test_relations_have_a_list_found_by_either_name(cast: Cast, shop: dict[str, Asset]) -> None:
    client = client_of(cast, "asset_manager")
    assert "2 relations" in text_of(client.get("/relations"))
    found = text_of(client.get("/relations?q=orders"))
    assert "Web shop" in found
    assert "vm-shop-1" not in found
    relation = AssetRelation.objects.get(type="stores")
    page = text_of(client.get(f"/relations/{relation.public_id}"))
    assert f"Stores {shop['orders'].asset_tag}" in page


def test_who_retires_what_others_need_is_told(cast: Cast, shop: dict[str, Asset]) -> None:
    client = client_of(cast, "asset_manager")
    said = text_of(client.get(f"/assets/{shop['vm'].public_id}/status"))
    assert "Others hang on this" in said
    assert "1 asset directly" in said
    assert "Others hang on this" not in text_of(client.get(f"/assets/{shop['orders'].public_id}/status"))


def test_contracts_that_cover_what_is_reached_are_named_to_who_sees_them(
    cast: Cast, shop: dict[str, Asset]
) -> None:
    with signed("test"):
        make_coverage(make_contract(cast.company, "Shop care"), shop["shop"])
    page = text_of(client_of(cast, "asset_manager").get(f"/assets/{shop['vm'].public_id}/impact"))
    assert "Covered by" in page
    assert "Shop care" in page
    relations = text_of(client_of(cast, "asset_manager").get(f"/assets/{shop['shop'].public_id}/relations"))
    assert "Covered by Shop care" in relations
    assert "Shop care" not in text_of(client_of(cast, "stranger").get("/relations"))
