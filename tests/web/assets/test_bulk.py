"""One act on many: exactly what was shown, or nothing."""

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset, Status
from assetry.domain.assets.operations import change_status, edit_asset
from tests.cast import Cast
from tests.web.assets.support import NOW, client_of, fields_of, laptop, text_of

pytestmark = pytest.mark.django_db
LIST = "http://testserver/assets?sort=asset_tag"


def _status(name: str) -> str:
    return Status.objects.get(name=name).public_id


def _ids(*assets: Asset) -> dict[str, list[str]]:
    return {"ids": [asset.public_id for asset in assets]}


def _preview(client: Client, status: str, *assets: Asset) -> dict[str, str]:
    """What the preview of a change of status would send."""
    form = fields_of(client.post("/assets/status", _ids(*assets), headers={"Referer": LIST}))
    return fields_of(client.post("/assets/status", {**form, "status": _status(status)}))


def test_those_who_are_ready_go_out_and_the_held_one_stays_behind_by_name(cast: Cast) -> None:
    free, held = (
        laptop(cast, asset_tag="A-1"),
        laptop(cast, asset_tag="A-2", status="In use", holder_person=cast.person("auditor")),
    )
    client = client_of(cast, "technician")
    form = client.post("/assets/check-out", _ids(free, held), headers={"Referer": LIST})
    assert "1 ready, 1 held back" in text_of(form)
    assert "held by Olga Auditor" in text_of(form)
    ana = cast.person("employee")
    response = client.post("/assets/check-out", {**fields_of(form), "holder": f"person:{ana.public_id}"})
    assert response.headers["Location"] == "/assets?sort=asset_tag"
    free.refresh_from_db()
    held.refresh_from_db()
    assert (free.holder_person, held.holder_person) == (ana, cast.person("auditor"))


def test_a_preview_counts_what_changes_is_so_already_and_is_refused(cast: Cast) -> None:
    stock, missing, ordered = laptop(cast), laptop(cast, status="Missing"), laptop(cast, status="On order")
    client = client_of(cast, "technician")
    form = fields_of(client.post("/assets/status", _ids(stock, missing, ordered)))
    page = text_of(client.post("/assets/status", {**form, "status": _status("Missing")}))
    assert "Change 1" in page
    assert "Already so 1" in page
    assert "Refused 1" in page
    assert "cannot go from “On order” to “Missing”" in page
    assert "Change 1 asset" in page


def test_applied_exactly_what_was_previewed_changes(cast: Cast) -> None:
    stock, ordered = laptop(cast), laptop(cast, status="On order")
    client = client_of(cast, "technician")
    response = client.post("/assets/status", _preview(client, "Missing", stock, ordered))
    assert response.headers["Location"] == "/assets?sort=asset_tag"
    states = [Asset.objects.get(pk=asset.pk).state for asset in (stock, ordered)]
    assert states == ["missing", "ordered"]


def test_a_row_that_changed_since_means_nothing_is_applied(cast: Cast) -> None:
    first, second = laptop(cast, asset_tag="A-1"), laptop(cast, asset_tag="A-2")
    client = client_of(cast, "technician")
    previewed = _preview(client, "Missing", first, second)
    edit_asset(
        actor=cast.actor("asset_manager"), asset=second, changes={"note": "Seen"}, version=None, at=NOW
    )
    response = client.post("/assets/status", previewed)
    assert response.status_code == 409
    assert "Nothing was changed" in text_of(response)
    assert "Somebody else changed these meanwhile: A-2" in text_of(response)
    assert Asset.objects.filter(state="missing").count() == 0


def test_a_row_that_is_refused_since_means_nothing_is_applied(cast: Cast) -> None:
    first, second = laptop(cast), laptop(cast)
    client = client_of(cast, "technician")
    previewed = _preview(client, "Reserved", first, second)
    retired = Status.objects.get(name="Retired")
    change_status(actor=cast.actor("asset_manager"), asset=second, status=retired, at=NOW)
    assert client.post("/assets/status", previewed).status_code == 409
    assert Asset.objects.filter(state="reserved").count() == 0


def test_a_row_out_of_scope_since_means_nothing_is_applied(cast: Cast) -> None:
    asset = laptop(cast)
    previewed = _preview(client_of(cast, "technician"), "Missing", asset)
    response = client_of(cast, "stranger").post("/assets/status", previewed, follow=True)
    assert "Nothing was changed" in text_of(response)
    assert Asset.objects.get(pk=asset.pk).state == "in_stock"


def test_all_of_a_list_is_what_its_filter_and_search_find(cast: Cast) -> None:
    laptop(cast, asset_tag="AA-1")
    laptop(cast, asset_tag="AA-2", status="Missing")
    laptop(cast, asset_tag="BB-1")
    client = client_of(cast, "technician")
    page = client.get("/assets/kind/hardware", {"q": "aa-", "status": _status("In stock")})
    query = fields_of(page)
    # The hidden query is only sent where there is more than a page; here it is asked for.
    query = {"all": "1", "query": query.get("query") or _query_of(client, "aa-")}
    form = text_of(client.post("/assets/check-out", query))
    assert "AA-1" in form
    assert "AA-2" not in form
    assert "BB-1" not in form


def _query_of(client: Client, text: str) -> str:
    stock = _status("In stock")
    return f"q={text}&filter=status+eq+%22{stock}%22"


@pytest.mark.parametrize("act", ["check-out", "check-in", "transfer", "status", "export"])
def test_another_companys_assets_cannot_be_chosen(cast: Cast, act: str) -> None:
    asset = laptop(cast)
    assert client_of(cast, "stranger").post(f"/assets/{act}", _ids(asset)).status_code == 404


def test_a_selection_is_exported_alone(cast: Cast) -> None:
    chosen = laptop(cast, asset_tag="AA-1")
    laptop(cast, asset_tag="BB-1")
    response = client_of(cast, "asset_manager").post("/assets/export", _ids(chosen))
    csv = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "AA-1" in csv
    assert "BB-1" not in csv
