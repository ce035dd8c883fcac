"""What was done to an asset, by the API."""

from collections.abc import Callable
from typing import Any

import pytest

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_asset, make_location, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, name="Old name")


def facts(event: dict[str, Any], record: str) -> dict[str, tuple[Any, Any]]:
    changes = [change for change in event["changes"] if change["record"] == record]
    return {
        field["field"]: (field["before"], field["after"]) for change in changes for field in change["fields"]
    }


def test_it_tells_who_did_what_newest_first(
    cast: Cast, caller: Callable[[str], Caller], asset: Asset
) -> None:
    with signed("test"):
        kim = make_person(cast.company, "Kim")
    technician = caller("technician")
    path = f"/assets/{asset.public_id}"
    technician.patch(path, {"name": "New name", "cost_amount": "12.5"})
    out = technician.post(
        f"{path}/check-out", {"holder": {"type": "person", "id": kim.public_id}, "note": "With bag"}
    )
    events = technician.get(f"{path}/timeline").data["items"]
    assert [event["intent"] for event in events] == ["assets.asset.check_out", "assets.asset.edit", "test"]
    handed = events[0]
    assert (handed["actor"]["name"], handed["door"], handed["note"]) == ("Sam Idris", "api", "With bag")
    assert handed["request_id"] == out.headers["X-Request-Id"]
    assert facts(events[1], "asset")["name"] == ("Old name", "New name")
    assert facts(events[1], "asset")["cost_amount"] == (None, "12.50")
    custody = facts(handed, "custody")
    assert custody["holder_person"] == (None, {"id": kim.public_id, "name": "Kim"})
    period = technician.get(f"{path}/custody").data["items"][0]
    assert custody["starts_at"][1].replace("+00:00", "Z") == period["starts_at"]
    assert {change["action"] for change in handed["changes"]} == {"made", "changed"}
    assert events[2]["actor"] is None


def test_it_goes_on_page_by_page(caller: Callable[[str], Caller], asset: Asset) -> None:
    technician = caller("technician")
    path = f"/assets/{asset.public_id}"
    for name in ("A", "B", "C"):
        technician.patch(path, {"name": name})
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = technician.get(f"{path}/timeline?limit=2&cursor={cursor}").data
        seen += [facts(event, "asset").get("name", ("", ""))[1] for event in page["items"]]
        cursor = page["next"]
    assert seen[:3] == ["C", "B", "A"]
    assert technician.get(f"{path}/timeline?cursor=x").status == 422


def test_it_does_not_name_who_is_out_of_scope(
    cast: Cast, caller: Callable[[str], Caller], asset: Asset
) -> None:
    with signed("test"):
        kim = make_person(cast.company, "Kim")
        Asset.objects.filter(pk=asset.pk).update(owner_person=cast.person("employee"))
    body = {"holder": {"type": "person", "id": kim.public_id}}
    caller("technician").post(f"/assets/{asset.public_id}/check-out", body)
    data = caller("employee").get(f"/assets/{asset.public_id}/timeline").data
    assert "Kim" not in str(data)
    handed = [change for change in data["items"][0]["changes"] if change["record"] == "custody"]
    hidden = [
        field
        for change in handed
        for field in change["fields"]
        if field["field"] == "holder_person" and field["hidden"]
    ]
    assert [(field["before"], field["after"]) for field in hidden] == [(None, None)]


def test_no_internal_key_is_told(admin: Caller, asset: Asset) -> None:
    events = admin.get(f"/assets/{asset.public_id}/timeline").data["items"]
    names = {field["field"] for event in events for change in event["changes"] for field in change["fields"]}
    assert not names & {"id", "company", "asset", "public_id"}
    values = [
        field["after"]
        for event in events
        for change in event["changes"]
        for field in change["fields"]
        if field["field"] == "kind"
    ]
    assert values[0]["name"] == "Hardware"


def test_a_person_s_story_tells_what_they_got_and_gave_back(
    cast: Cast, caller: Callable[[str], Caller], asset: Asset
) -> None:
    with signed("test"):
        kim = make_person(cast.company, "Kim")
    technician = caller("technician")
    body = {"holder": {"type": "person", "id": kim.public_id}}
    technician.post(f"/assets/{asset.public_id}/check-out", body)
    technician.post(f"/assets/{asset.public_id}/check-in", {})
    events = technician.get(f"/people/{kim.public_id}/timeline").data["items"]
    assert [event["intent"] for event in events] == [
        "assets.asset.check_in",
        "assets.asset.check_out",
        "test",
    ]
    subjects = {event["changes"][0]["subject"]["id"] for event in events[:2]}
    assert subjects == {asset.public_id}
    assert events[2]["changes"][0]["subject"] == {"id": kim.public_id, "name": "Kim"}


def test_a_location_s_story_tells_what_came(
    cast: Cast, caller: Callable[[str], Caller], asset: Asset
) -> None:
    with signed("test"):
        room = make_location(cast.company, "Room 7")
    manager = caller("asset_manager")
    manager.post(f"/assets/{asset.public_id}/transfer", {"location": room.public_id})
    manager.patch(f"/locations/{room.public_id}", {"note": "Upstairs"})
    events = manager.get(f"/locations/{room.public_id}/timeline").data["items"]
    assert [event["intent"] for event in events] == ["organization.manage", "assets.asset.transfer", "test"]
    assert facts(events[1], "custody")["location"] == (None, {"id": room.public_id, "name": "Room 7"})


def test_a_story_goes_on_page_by_page_without_a_gap(
    cast: Cast, caller: Callable[[str], Caller], asset: Asset
) -> None:
    with signed("test"):
        room, other = make_location(cast.company, "Room 7"), make_location(cast.company, "Room 8")
    manager, path = caller("asset_manager"), f"/locations/{room.public_id}"
    for note in ("A", "B"):
        manager.patch(path, {"note": note})
        manager.post(f"/assets/{asset.public_id}/transfer", {"location": room.public_id})
        manager.post(f"/assets/{asset.public_id}/transfer", {"location": other.public_id})
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = manager.get(f"{path}/timeline?limit=2&cursor={cursor}").data
        seen += [event["request_id"] for event in page["items"]]
        cursor = page["next"]
    whole = manager.get(f"{path}/timeline?limit=250").data["items"]
    assert list(dict.fromkeys(seen)) == [event["request_id"] for event in whole]
    assert len(whole) == 7


def test_a_story_leaves_out_assets_out_of_scope(
    cast: Cast, caller: Callable[[str], Caller], asset: Asset
) -> None:
    body = {"holder": {"type": "person", "id": cast.person("employee").public_id}, "note": "Hush"}
    caller("technician").post(f"/assets/{asset.public_id}/check-out", body)
    caller("technician").post(f"/assets/{asset.public_id}/check-in", {})
    data = caller("employee").get(f"/people/{cast.person('employee').public_id}/timeline").data
    assert "Hush" not in str(data)
    assert {event["intent"] for event in data["items"]} == {"test:cast"}


def test_a_story_of_another_company_is_absent(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        room, kim = make_location(cast.other_company), make_person(cast.other_company)
    for path in (f"/locations/{room.public_id}/timeline", f"/people/{kim.public_id}/timeline"):
        assert caller("asset_manager").get(path).status == 404
