"""Webhooks over the API: one's own, and no secret twice."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
HOOK = {"name": "Chat", "url": "https://hooks.example.com/T0/secret-part", "shape": "slack"}


@pytest.fixture
def manager(caller: Callable[[str], Caller]) -> Caller:
    return caller("asset_manager")


def made(manager: Caller) -> Any:
    answer = manager.post("/webhooks", HOOK)
    assert answer.status == 201
    return answer.data


def test_the_secret_is_told_once_and_the_address_never(manager: Caller) -> None:
    first = manager.post("/webhooks", HOOK, Idempotency_Key="k")
    again = manager.post("/webhooks", HOOK, Idempotency_Key="k")
    assert first.data["secret"].startswith("whsec_")
    assert again.data == first.data | {"secret": None}
    shown = manager.get(f"/webhooks/{first.data['id']}")
    assert (shown.data["host"], shown.data["shape"]) == ("hooks.example.com", "slack")
    listed = manager.get("/webhooks").data["items"]
    assert listed == [shown.data]
    assert "secret" not in f"{shown.data} {listed}"


def test_a_test_is_on_record_and_goes_again_once_it_was_tried(manager: Caller) -> None:
    path = f"/webhooks/{made(manager)['id']}"
    sent = manager.post(f"{path}/test")
    assert (sent.status, sent.data["state"]) == (201, "waiting")
    assert [one["id"] for one in manager.get(f"{path}/deliveries").data["items"]] == [sent.data["id"]]
    # It waits still: there is nothing to send again.
    assert manager.post(f"/deliveries/{sent.data['id']}/replay").status == 404


def test_an_ended_one_is_told_nothing_more(manager: Caller) -> None:
    path = f"/webhooks/{made(manager)['id']}"
    assert manager("DELETE", path).status == 428
    assert manager("DELETE", path, If_Match='"2"').status == 412
    assert manager("DELETE", path, If_Match='"1"').status == 204
    assert manager.get(path).data["is_active"] is False
    assert manager.post(f"{path}/test").status == 404


def test_another_account_s_is_absent(manager: Caller, caller: Callable[[str], Caller]) -> None:
    path = f"/webhooks/{made(manager)['id']}"
    other = caller("administrator")
    statuses = [
        other.get(path).status,
        other.get(f"{path}/deliveries").status,
        other.post(f"{path}/test").status,
        other("DELETE", path, If_Match="*").status,
    ]
    assert statuses == [404] * 4
    assert other.get("/webhooks").data == {"items": []}


def test_an_address_that_is_none_is_refused(manager: Caller) -> None:
    refused = manager.post("/webhooks", HOOK | {"url": "ftp://example.com"})
    assert (refused.status, refused.data["errors"][0]["field"]) == (422, "url")


def test_one_is_changed_and_its_secret_rotated(manager: Caller, caller: Callable[[str], Caller]) -> None:
    first = made(manager)
    path = f"/webhooks/{first['id']}"
    changed = manager.patch(path, {"url": "https://other.example.com/x", "shape": "teams"}, 1)
    assert (changed.status, changed.data["host"], changed.data["shape"]) == (
        200,
        "other.example.com",
        "teams",
    )
    assert manager.patch(path, {"name": "Desk"}, 1).status == 412
    rotated = manager.post(f"{path}/rotate", Idempotency_Key="k")
    assert rotated.data["secret"] not in {None, first["secret"]}
    assert manager.post(f"{path}/rotate", Idempotency_Key="k").data["secret"] is None
    other = caller("administrator")
    assert [other.patch(path, {"name": "x"}, 1).status, other.post(f"{path}/rotate").status] == [404, 404]
