"""Handing out and taking back by the API: one, many, all or none."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.models import Asset, Custody
from assetry.domain.organization.models import Person
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_asset, make_department, make_location, make_person, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def technician(caller: Callable[[str], Caller]) -> Caller:
    return caller("technician")


@pytest.fixture
def kim(cast: Cast) -> Person:
    with signed("test"):
        return make_person(cast.company, "Kim")


@pytest.fixture
def assets(cast: Cast) -> list[Asset]:
    with signed("test"):
        return [make_asset(cast.company) for _ in range(3)]


def to(row: Any, kind: str = "person", **more: Any) -> dict[str, Any]:
    return {"holder": {"type": kind, "id": row.public_id}, **more}


def test_out_and_back(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    path = f"/assets/{assets[0].public_id}"
    out = technician.post(
        f"{path}/check-out", to(kim, note="With bag", expected_return_on="2027-01-31", condition="good")
    )
    assert (out.status, out.data["holder"]["name"], out.data["state"]) == (200, "Kim", "in_use")
    assert out.data["expected_return_on"] == "2027-01-31"
    assert out.headers["ETag"] == f'"{out.data["version"]}"'
    period = technician.get(f"{path}/custody").data["items"][0]
    assert (period["note"], period["condition"], period["expected_return_on"]) == (
        "With bag",
        "good",
        "2027-01-31",
    )
    back = technician.post(f"{path}/check-in", {})
    assert (back.status, back.data["holder"], back.data["state"]) == (200, None, "in_stock")


@pytest.mark.parametrize("kind", ["department", "supplier", "asset"])
def test_to_what_is_no_person(cast: Cast, technician: Caller, assets: list[Asset], kind: str) -> None:
    with signed("test"):
        made: dict[str, Any] = {
            "department": make_department(cast.company),
            "supplier": make_supplier(),
            "asset": make_asset(cast.company),
        }
    out = technician.post(f"/assets/{assets[0].public_id}/check-out", to(made[kind], kind))
    assert (out.status, out.data["holder"]["type"], out.data["holder"]["id"]) == (
        200,
        kind,
        made[kind].public_id,
    )


def test_the_second_gets_the_reason(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    path = f"/assets/{assets[0].public_id}/check-out"
    technician.post(path, to(kim))
    refused = technician.post(path, to(kim))
    assert (refused.status, refused.data["code"]) == (409, "asset_held")
    assert "Kim" in refused.data["detail"]


def test_with_if_match_only_in_the_version_that_was_seen(
    technician: Caller, kim: Person, assets: list[Asset]
) -> None:
    path = f"/assets/{assets[0].public_id}/check-out"
    assert technician.post(path, to(kim), If_Match='"7"').data["code"] == "stale_page"
    assert technician.post(path, to(kim), If_Match='"1"').status == 200


def test_transfer_and_status(cast: Cast, technician: Caller, kim: Person, assets: list[Asset]) -> None:
    with signed("test"):
        room = make_location(cast.company, "Room")
    path = f"/assets/{assets[0].public_id}"
    assert (
        technician.post(f"{path}/transfer", {"location": room.public_id}).data["location"]["name"] == "Room"
    )
    statuses = {row["name"]: row["id"] for row in technician.get("/statuses").data["items"]}
    answer = technician.post(f"{path}/status", {"status": statuses["In repair"], "note": "Broken"})
    assert (answer.status, answer.data["state"]) == (200, "in_maintenance")
    refused = technician.post(f"{path}/status", {"status": statuses["Disposed"]})
    assert (refused.status, refused.data["code"]) == (409, "transition_not_allowed")


def test_back_dated_within_the_rules(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    now = datetime.now(UTC)
    path = f"/assets/{assets[0].public_id}/check-out"
    for wrong in (now + timedelta(hours=1), now - timedelta(days=400)):
        refused = technician.post(path, to(kim, effective_at=wrong.isoformat()))
        assert (refused.status, refused.data["code"]) == (422, "date_outside_period")
    assert technician.post(path, to(kim, effective_at="2026-11-01T10:00:00")).status == 422
    yesterday = now - timedelta(days=1)
    assert technician.post(path, to(kim, effective_at=yesterday.isoformat())).status == 200
    assert Custody.objects.get(asset=assets[0], period__upper_inf=True).period.lower == yesterday


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"holder": {}},
        {"holder": {"type": "cat", "id": "0123456789AB"}},
        {"holder": {"type": "person", "id": "0123456789AB"}},
    ],
)
def test_a_holder_is_needed_and_has_to_exist(
    technician: Caller, assets: list[Asset], body: dict[str, Any]
) -> None:
    answer = technician.post(f"/assets/{assets[0].public_id}/check-out", body)
    assert answer.status == 422
    assert answer.data["errors"][0]["field"].startswith("holder")


def test_many_at_once(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    ids = [asset.public_id for asset in assets]
    answer = technician.post("/assets/check-out", to(kim, assets=ids, versions={ids[0]: 1}))
    assert (answer.status, answer.data) == (200, {"assets": ids})
    assert Asset.objects.filter(holder_person=kim).count() == 3
    assert technician.post("/assets/check-in", {"assets": ids}).status == 200
    assert not Asset.objects.filter(holder_person=kim).exists()


def test_many_or_none_with_every_reason(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    ids = [asset.public_id for asset in assets]
    technician.post(f"/assets/{ids[0]}/check-out", to(kim))
    technician.post(f"/assets/{ids[1]}/check-out", to(kim))
    answer = technician.post("/assets/check-out", to(kim, assets=ids))
    assert (answer.status, answer.data["code"]) == (409, "bulk_refused")
    assert {error["field"]: error["code"] for error in answer.data["errors"]} == {
        f"assets.{ids[0]}": "asset_held",
        f"assets.{ids[1]}": "asset_held",
    }
    assert not Asset.objects.get(public_id=ids[2]).holder_person_id


def test_many_in_the_versions_that_were_seen(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    ids = [asset.public_id for asset in assets]
    stale = technician.post("/assets/check-out", to(kim, assets=ids, versions={ids[1]: 9}))
    assert {error["code"] for error in stale.data["errors"]} == {"stale_page"}
    unknown = technician.post("/assets/check-out", to(kim, assets=ids[:1], versions={ids[1]: 1}))
    assert (unknown.status, unknown.data["errors"][0]["field"]) == (422, f"versions.{ids[1]}")


def test_many_names_what_is_missing_or_doubled(
    cast: Cast, technician: Caller, kim: Person, assets: list[Asset]
) -> None:
    with signed("test"):
        theirs = make_asset(cast.other_company)
    ids = [assets[0].public_id, theirs.public_id, assets[0].public_id]
    answer = technician.post("/assets/check-out", to(kim, assets=ids))
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (
        422,
        ["assets.1", "assets.2"],
    )
    assert technician.post("/assets/check-out", to(kim, assets=[])).status == 422


def test_statements_do_not_grow_with_the_assets(cast: Cast, technician: Caller, kim: Person) -> None:
    with signed("test"):
        sets = [[make_asset(cast.company).public_id for _ in range(count)] for count in (2, 20)]
    technician.get("/me")
    counts = []
    for ids in sets:
        with CaptureQueriesContext(connection) as statements:
            technician.post("/assets/check-out", to(kim, assets=ids))
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 26


def test_sent_twice_with_a_key_it_happens_once(technician: Caller, kim: Person, assets: list[Asset]) -> None:
    path = f"/assets/{assets[0].public_id}/check-out"
    first = technician.post(path, to(kim), Idempotency_Key="k")
    again = technician.post(path, to(kim), Idempotency_Key="k")
    assert (again.status, again.data) == (200, first.data)
    assert Custody.objects.filter(asset=assets[0]).count() == 2
