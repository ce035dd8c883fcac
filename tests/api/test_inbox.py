"""Inbox and comments over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_asset, make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company, asset_tag="LT-1")


def test_a_comment_is_written_changed_and_removed(caller: Callable[[str], Caller], asset: Any) -> None:
    technician, auditor = caller("technician"), caller("auditor")
    given = {"entity": "asset", "id": asset.public_id, "text": "Ask @Olga Auditor"}
    made = technician.post("/comments", given)
    assert (made.status, made.data["author"]["name"]) == (201, "Sam Idris")
    shown = auditor.get(f"/comments?entity=asset&id={asset.public_id}")
    assert [one["text"] for one in shown.data["items"]] == ["Ask @Olga Auditor"]
    path = f"/comments/{made.data['id']}"
    assert auditor("PATCH", path, {"text": "x"}, If_Match='"1"').status == 403
    changed = technician("PATCH", path, {"text": "Nobody"}, If_Match='"1"')
    assert (changed.status, changed.data["version"] > 1) == (200, True)
    assert technician("DELETE", path, If_Match='"1"').status == 412
    assert technician("DELETE", path, If_Match="*").status == 204
    assert technician.get("/comments").data == {"items": []}


def test_another_company_s_thing_is_absent(caller: Callable[[str], Caller], asset: Any) -> None:
    stranger = caller("stranger")
    given = {"entity": "asset", "id": asset.public_id, "text": "x"}
    assert stranger.post("/comments", given).status == 404
    assert stranger.get(f"/comments?entity=asset&id={asset.public_id}").status == 404
    about = {"title": "x", "about": {"entity": "asset", "id": asset.public_id}}
    assert stranger.post("/inbox", about).status == 404
    assert stranger.get("/comments?entity=nothing&id=x").status == 404


def test_a_task_goes_its_way(caller: Callable[[str], Caller], asset: Any) -> None:
    technician, auditor = caller("technician"), caller("auditor")
    given = {
        "title": "Count it",
        "assignee": "Olga Auditor",
        "about": {"entity": "asset", "id": asset.public_id},
    }
    assert technician.post("/inbox", given).status == 201
    item = auditor.get("/inbox").data["items"][0]
    assert (item["title"], item["about"]["title"]) == ("Count it", "LT-1")
    path = f"/inbox/{item['id']}"
    assert technician.post(f"{path}/done", {}).status == 404
    assert auditor.post(f"{path}/snooze", {"until": "2001-01-01T00:00:00Z"}).status == 422
    assert auditor.post(f"{path}/delegate", {"assignee": "Otto Stranger"}).status == 422
    assert auditor.post(f"{path}/delegate", {"assignee": "Sam Idris"}).status == 200
    assert technician.post(f"{path}/done", {}).data["done_at"]
    assert technician.post(f"{path}/done", {}).status == 409
    assert technician.get("/inbox?shelf=done").data["items"][0]["id"] == item["id"]


def test_a_task_for_a_team_is_taken_by_one_of_it(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        team = make_department(cast.company, "Service desk", head=cast.person("technician"))
    manager, technician, stranger = (caller(who) for who in ("asset_manager", "technician", "stranger"))
    given = {"title": "Unpack", "team": team.public_id}
    assert stranger.post("/inbox", given).status == 404
    made = manager.post("/inbox", given).data
    assert (made["team"], manager.get("/inbox").data["items"]) == ("Service desk", [])
    assert technician.get("/inbox?shelf=team").data["items"] == [made]
    assert stranger.post(f"/inbox/{made['id']}/take", {}).status == 404
    assert technician.post(f"/inbox/{made['id']}/take", {}).status == 200
    assert [one["id"] for one in technician.get("/inbox").data["items"]] == [made["id"]]
