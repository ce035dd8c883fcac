"""Reminder policies over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PATH = "/reminder-policies"
POLICY: dict[str, Any] = {
    "entity": "contract",
    "field": "ends_on",
    "name": "Contracts",
    "leads": [30, 7],
    "roles": ["owner"],
    "addresses": ["desk@example.com"],
}


@pytest.fixture
def manager(caller: Callable[[str], Caller]) -> Caller:
    return caller("asset_manager")


def test_a_policy_is_made_read_changed_and_deleted(manager: Caller) -> None:
    made = manager.post(PATH, POLICY, Idempotency_Key="k")
    assert (made.status, made.data["leads"], made.data["roles"]) == (201, [30, 7], ["owner"])
    assert manager.post(PATH, POLICY, Idempotency_Key="k").data == made.data
    one = f"{PATH}/{made.data['id']}"
    assert manager.get(PATH).data["items"] == [manager.get(one).data]
    changed = manager.patch(one, {"leads": [60], "filter_text": 'name contains "a"'}, 1)
    assert (changed.data["leads"], changed.data["filter_text"]) == ([60], 'name contains "a"')
    assert changed.data["addresses"] == ["desk@example.com"]
    assert manager.patch(one, {"leads": [60]}, 1).status == 412
    assert manager("DELETE", one, If_Match="*").status == 204
    assert manager.get(PATH).data == {"items": []}


def test_addresses_of_accounts_are_accounts(cast: Cast, manager: Caller) -> None:
    address = cast.user("auditor").email
    given = {"addresses": [address.upper(), "desk@example.com"]}
    made = manager.post(PATH, POLICY | given | {"escalate_after": 3, "escalate_to": address})
    assert made.data["addresses"] == [address, "desk@example.com"]
    assert made.data["escalate_to"] == address


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"entity": "nothing"}, "entity"),
        ({"field": "name"}, "field"),
        ({"roles": ["nobody"]}, "roles"),
        ({"filter_text": "x eq"}, "filter_text"),
        ({"escalate_after": 3, "escalate_to": "no@example.com"}, "escalate_to"),
        ({"webhook": "0123456789AB"}, "webhook"),
        ({"zone": "Mars/Base"}, "zone"),
    ],
)
def test_what_is_not_there_is_refused(manager: Caller, given: dict[str, Any], field: str) -> None:
    refused = manager.post(PATH, POLICY | given)
    assert (refused.status, refused.data["errors"][0]["field"]) == (422, field)


def test_another_account_s_is_absent(caller: Callable[[str], Caller], manager: Caller) -> None:
    one = f"{PATH}/{manager.post(PATH, POLICY).data['id']}"
    other = caller("technician")
    assert {other.get(one).status, other.patch(one, {"leads": [1]}).status} <= {403, 404}
    assert caller("administrator").get(one).status == 200  # who manages access keeps all
