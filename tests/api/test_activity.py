"""The activity log and the erasing of people, over the API."""

from collections.abc import Callable

import pytest

from assetry.domain.assets.operations import check_out_asset
from assetry.domain.organization.models import Person
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db
type Call = Callable[[str], Caller]


@pytest.fixture
def jon(cast: Cast) -> Person:
    with signed("test"):
        asset, jon = make_asset(cast.company, asset_tag="LT-1043"), make_person(cast.company, "Jon Okafor")
        make_person(cast.other_company, "Otherly")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=jon, at=NOW)
    return jon


def test_it_lists_who_did_what(caller: Call, jon: Person) -> None:
    answered = caller("auditor").get("/activity?entity=asset&door=web&intent=assets.asset.check_out")
    (event,) = answered.data["items"]
    assert (answered.status, event["actor"]["name"], event["door"]) == (200, "Sam Idris", "web")
    assert event["changes"][0]["subject"]["name"] == "LT-1043"


def test_a1_another_company_s_changes_are_not_listed(caller: Call, jon: Person) -> None:
    assert "Otherly" not in str(caller("auditor").get("/activity?limit=250").data)
    assert "Jon Okafor" not in str(caller("stranger").get("/activity?limit=250").data)


def test_pages_follow_each_other(caller: Call, jon: Person) -> None:
    first = caller("auditor").get("/activity?limit=1").data
    second = caller("auditor").get(f"/activity?limit=1&cursor={first['next']}").data
    assert first["items"][0]["recorded_at"] >= second["items"][0]["recorded_at"]
    assert first["items"] != second["items"]


@pytest.mark.parametrize(
    "query",
    [
        "entity=nonsense",
        "door=nonsense",
        "cursor=x",
        "actor=000000000000",
        "nonsense=1",
        "since=yesterday",
        "intent=%00",
    ],
)
def test_what_is_no_filter_is_refused(caller: Call, jon: Person, query: str) -> None:
    assert caller("administrator").get(f"/activity?{query}").status == 422


@pytest.mark.parametrize("role", ["technician", "employee"])
def test_a5_who_may_not_see_the_log_does_not(caller: Call, jon: Person, role: str) -> None:
    assert caller(role).get("/activity").status == 403


def test_somebody_is_erased(caller: Call, cast: Cast) -> None:
    with signed("test"):
        ines = make_person(cast.company, "Ines")
    answered = caller("administrator")("POST", f"/people/{ines.public_id}/erase", {"reason": "case 12"})
    assert (answered.status, answered.data["name"]) == (200, f"Erased person {ines.public_id}")


def test_who_holds_something_is_not_erased(caller: Call, jon: Person) -> None:
    answered = caller("administrator")("POST", f"/people/{jon.public_id}/erase", {"reason": "case 12"})
    assert (answered.status, answered.data["code"]) == (409, "still_responsible")


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_a5_nobody_else_erases(caller: Call, jon: Person, role: str) -> None:
    assert caller(role)("POST", f"/people/{jon.public_id}/erase", {"reason": "x"}).status == 403
