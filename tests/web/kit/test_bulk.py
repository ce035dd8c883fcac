"""Changing many rows of a list: choose, say what, look, apply, look again, undo."""

from typing import Any

import pytest
from django.test import Client

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import edit_asset
from assetry.domain.organization.models import Location
from assetry.jobs.bulk import apply_bulk
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import FEW
from tests.cast import Cast
from tests.domain.assets.places import fresh
from tests.factories import make_location
from tests.web.assets.support import NOW, client_of, fields_of, laptop, text_of

pytestmark = pytest.mark.django_db
LIST = "http://testserver/assets?sort=asset_tag"


def begin(client: Client, *rows: Any, entity: str = "asset", work: str = "edit", **more: str) -> str:
    """Choose rows; the address of the form that asks what is to happen to them."""
    ids = {"ids": [row.public_id for row in rows]}
    response = client.post(f"/bulk/{entity}/{work}", {**ids, **more}, headers={"Referer": LIST})
    assert response.status_code == 302, text_of(response)
    return response.headers["Location"]


def preview(client: Client, form: str, **values: str) -> str:
    """Send the form; the address of the preview."""
    response = client.post(form, {**fields_of(client.get(form)), **values})
    assert response.status_code == 302, text_of(response)
    return response.headers["Location"]


def test_from_a_selection_to_its_undo(cast: Cast) -> None:
    one, two = laptop(cast, asset_tag="A-1"), laptop(cast, asset_tag="A-2")
    frozen = laptop(cast, asset_tag="A-3", status="Disposed")
    client = client_of(cast, "technician")
    page = preview(client, begin(client, one, two, frozen), order_number="PO-7")
    shown = text_of(client.get(page))
    for words in (
        "Change 3 assets",
        "Change 2",
        "Refused 1",
        "Order number",
        "PO-7",
        "Exactly these 2, or none",
    ):
        assert words in shown
    assert "It is frozen by its status “Disposed”" in shown
    assert client.post(page).headers["Location"] == page
    assert [fresh(asset).order_number for asset in (one, two, frozen)] == ["PO-7", "PO-7", ""]
    assert "2 assets changed" in text_of(client.get(page))
    undo = client.post(f"{page}/undo").headers["Location"]
    assert "Undo “Change” of 2 assets" in text_of(client.get(undo))
    client.post(undo)
    assert [fresh(asset).order_number for asset in (one, two)] == ["", ""]
    assert "This was undone" in text_of(client.get(page))
    assert "2 assets put back" in text_of(client.get(undo))


def test_r14_only_what_was_filled_in_is_written_and_emptied_is_what_was_said_to_be(cast: Cast) -> None:
    asset = laptop(cast, note="Keep", order_number="PO-1", criticality="high")
    client = client_of(cast, "technician")
    client.post(preview(client, begin(client, asset), clear_order_number="on", cost_amount="12.50"))
    now = fresh(asset)
    assert (now.note, now.order_number, now.criticality, str(now.cost_amount)) == (
        "Keep",
        "",
        "high",
        "12.5000",
    )


def test_a_form_that_says_nothing_or_two_things_is_shown_again(cast: Cast) -> None:
    client = client_of(cast, "technician")
    form = begin(client, laptop(cast))
    assert "Fill in at least one field" in text_of(client.post(form, {}))
    both = client.post(form, {"order_number": "PO", "clear_order_number": "on"})
    assert "not both" in text_of(both)
    assert both.status_code == 422


def test_what_no_two_can_share_is_not_asked(cast: Cast) -> None:
    client = client_of(cast, "technician")
    asked = fields_of(client.get(begin(client, laptop(cast))))
    assert {"order_number", "processor", "owner_person"} <= asked.keys()
    assert not {"asset_tag", "serial_number", "hardware_uuid", "name", "status", "holder"} & asked.keys()


def test_refused_meanwhile_the_page_says_so_and_previews_again(cast: Cast) -> None:
    asset = laptop(cast, asset_tag="A-1")
    client = client_of(cast, "technician")
    page = preview(client, begin(client, asset), order_number="PO-7")
    edit_asset(actor=cast.actor("asset_manager"), asset=asset, changes={"note": "Seen"}, version=None, at=NOW)
    client.post(page)
    shown = text_of(client.get(page))
    assert "Nothing was changed" in shown
    assert "A-1" in shown
    client.post(page, fields_of(client.get(page)))
    client.post(page, fields_of(client.get(page)))
    assert fresh(asset).order_number == "PO-7"


def test_all_of_a_list_is_what_its_filter_and_search_find(cast: Cast) -> None:
    for tag in ("AA-1", "AA-2", "BB-1"):
        laptop(cast, asset_tag=tag)
    client = client_of(cast, "technician")
    form = begin(client, all="1", query="q=aa-")
    client.post(preview(client, form, order_number="PO-7"))
    found = Asset.objects.filter(order_number="PO-7").values_list("asset_tag", flat=True)
    assert set(found) == {"AA-1", "AA-2"}


def test_a_query_that_no_list_sends_chooses_nothing(cast: Cast) -> None:
    laptop(cast)
    response = client_of(cast, "technician").post("/bulk/asset/edit", {"all": "1", "query": "status=x"})
    assert response.status_code == 404
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("where", ["/bulk/asset/nothing", "/bulk/nothing/edit", "/bulk/role/edit"])
def test_what_is_not_there_is_not_found(cast: Cast, where: str) -> None:
    assert client_of(cast, "administrator").post(where, {"ids": "x"}).status_code == 404


def test_a1_another_companys_rows_are_not_chosen_and_another_users_run_is_not_found(cast: Cast) -> None:
    asset = laptop(cast)
    stranger = client_of(cast, "stranger")
    stranger.post("/bulk/asset/edit", {"ids": asset.public_id})
    assert not BulkRun.objects.exists()
    page = preview(
        client_of(cast, "technician"), begin(client_of(cast, "technician"), asset), order_number="PO"
    )
    for path in ("", "/fields", "/rows?outcome=change", "/refused.csv"):
        assert stranger.get(f"{page}{path}").status_code == 404
    for path in ("", "/fields", "/undo"):
        assert stranger.post(f"{page}{path}").status_code == 404
    assert fresh(asset).order_number == ""


@pytest.mark.parametrize("sent", [{}, {"ids": "0123456789AB"}, {"ids": "nothing"}])
def test_nothing_chosen_leads_back_to_the_list(cast: Cast, sent: dict[str, str]) -> None:
    client = client_of(cast, "technician")
    response = client.post("/bulk/asset/edit", sent, headers={"Referer": LIST}, follow=True)
    assert "Nothing is chosen" in text_of(response)
    assert not BulkRun.objects.exists()


def test_a1_what_went_out_of_sight_is_not_named_any_more(cast: Cast) -> None:
    asset = laptop(cast, asset_tag="A-1", status="Disposed")
    client = client_of(cast, "technician")
    page = preview(client, begin(client, asset), order_number="PO")
    with signed("test"):
        Grant.objects.filter(user=cast.user("technician")).delete()
        compile_grants([cast.user("technician").pk])
    for path in ("", "/rows?outcome=refused", "/refused.csv"):
        assert "A-1" not in client.get(f"{page}{path}").content.decode()
    client.post(page)
    assert client.get("/jobs").status_code == 200


def test_who_may_not_edit_is_told_so(cast: Cast) -> None:
    asset = laptop(cast)
    response = client_of(cast, "auditor").post("/bulk/asset/edit", {"ids": asset.public_id})
    assert response.status_code == 403


def test_refused_rows_can_be_looked_through_and_taken_away(cast: Cast) -> None:
    frozen, named = laptop(cast, asset_tag="=A-3", status="Disposed"), laptop(cast, asset_tag="A-4")
    client = client_of(cast, "technician")
    page = preview(client, begin(client, frozen, named), order_number="PO-7")
    rows = text_of(client.get(f"{page}/rows", {"outcome": "refused"}))
    assert "=A-3" in rows
    assert "A-4" not in rows
    file = client.get(f"{page}/refused.csv").content.decode()
    assert f"{frozen.public_id},'=A-3,It is frozen" in file
    assert client.get(f"{page}/rows", {"outcome": "none"}).status_code == 404


def test_more_than_a_few_wait_for_the_worker_and_are_news_when_it_is_done(cast: Cast) -> None:
    first = laptop(cast)
    shared = {"model": first.model, "location": first.location}
    for _number in range(FEW):
        laptop(cast, **shared)
    client = client_of(cast, "technician")
    page = preview(client, begin(client, all="1", query=""), order_number="PO-7")
    client.post(page)
    assert "Waiting for the worker" in text_of(client.get(page))
    assert "every 2s" in client.get(page).content.decode()
    apply_bulk(run_id=BulkRun.objects.get().pk)
    assert 'count-jobs" hx-swap-oob="true">1<' in client.get("/counts/").content.decode()
    polled = client.get(
        page, headers={"HX-Request-Type": "partial", "HX-Request": "true", "HX-Target": "main"}
    )
    assert polled.headers["HX-Redirect"] == page
    assert f"{FEW + 1} assets changed" in text_of(client.get(page))
    assert 'count-jobs" hx-swap-oob="true"><' in client.get("/counts/").content.decode()
    assert f"Change {FEW + 1} assets" in text_of(client.get("/jobs"))


def test_an_act_on_more_than_a_few_goes_the_same_way(cast: Cast) -> None:
    first = laptop(cast)
    for _number in range(FEW):
        laptop(cast, model=first.model, location=first.location)
    client, ana = client_of(cast, "technician"), cast.person("employee")
    response = client.post("/assets/check-out", {"all": "1", "query": ""}, headers={"Referer": LIST})
    page = preview(client, response.headers["Location"], holder=f"person:{ana.public_id}")
    shown = text_of(client.get(page))
    assert f"Check out {FEW + 1} assets" in shown
    assert "Ana Petrov" in shown
    client.post(page)
    apply_bulk(run_id=BulkRun.objects.get().pk)
    assert Asset.objects.filter(holder_person=ana).count() == FEW + 1


def test_any_entity_with_an_edit_operation_is_edited_and_undone(cast: Cast) -> None:
    with signed("test"):
        rooms = [make_location(cast.company, f"Room {number}") for number in range(2)]
        elsewhere = make_location(cast.other_company, "Elsewhere")
    client = client_of(cast, "asset_manager")
    page = preview(client, begin(client, *rooms, elsewhere, entity="location"), is_archived="yes")
    assert "Change 2 locations" in text_of(client.get(page))
    client.post(page)
    archived = Location.objects.filter(is_archived=True)
    assert set(archived.all()) == set(rooms)
    client.post(client.post(f"{page}/undo").headers["Location"])
    assert not archived.exists()
    assert {Location.objects.get(pk=room.pk).version for room in rooms} == {3}
