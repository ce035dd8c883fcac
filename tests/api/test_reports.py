"""Reports by mail over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from assetry.domain.access.models import Role
from assetry.platform.reports.sending import send_all
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.platform.reports.making import BEGIN, at, schedule, shared_view

pytestmark = pytest.mark.django_db
PATH = "/report-schedules"


@pytest.fixture
def manager(caller: Callable[[str], Caller]) -> Caller:
    return caller("asset_manager")


def test_one_is_made_read_changed_and_deleted(cast: Cast, manager: Caller) -> None:
    view = shared_view(cast)
    role = Role.objects.get(code="auditor").public_id
    given = {"view": view.public_id, "rhythm": "monthly", "day": 31, "form": "xlsx", "role": role}
    made = manager.post(PATH, given, Idempotency_Key="k")
    assert (made.status, made.data["day"], made.data["role"], made.data["name"]) == (201, 31, role, "Stock")
    assert manager.post(PATH, given, Idempotency_Key="k").data == made.data
    one = f"{PATH}/{made.data['id']}"
    assert manager.get(PATH).data["items"] == [manager.get(one).data]
    address = cast.user("auditor").email
    changed = manager.patch(one, {"users": [address.upper()], "role": None, "rhythm": "daily"}, 1)
    assert (changed.data["users"], changed.data["role"], changed.data["day"]) == ([address], None, None)
    assert manager.patch(one, {"hour": 3}, 1).status == 412
    assert manager("DELETE", one, If_Match="*").status == 204
    assert manager.get(PATH).data == {"items": []}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"users": ["no@example.com"]}, "users"),
        ({"role": "0123456789AB"}, "role"),
        ({"users": ["auditor@example.com"], "rhythm": "weekly"}, "day"),
    ],
)
def test_what_is_not_there_is_refused_by_field(
    cast: Cast, manager: Caller, given: dict[str, Any], field: str
) -> None:
    refused = manager.post(PATH, {"view": shared_view(cast).public_id, "rhythm": "daily", **given})
    assert refused.status == 422
    assert field in str(refused.data)


def test_the_record_says_to_whom_and_strangers_see_none_of_it(
    cast: Cast, manager: Caller, caller: Callable[[str], Caller]
) -> None:
    made = schedule(cast, shared_view(cast), "asset_manager")
    send_all(at=at(2))
    (sent,) = manager.get(f"{PATH}/{made.public_id}/sendings").data["items"]
    assert (sent["user"], sent["outcome"], sent["mail"]) == ("asset_manager@example.com", "sent", "waiting")
    assert sent["occurs_on"] == BEGIN.date().isoformat()
    assert caller("stranger").get(f"{PATH}/{made.public_id}/sendings").status == 404
