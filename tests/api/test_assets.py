"""The register by the API."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import save_tag_scheme
from assetry.domain.organization.models import Company
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category, make_department, make_location, make_model, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptop(cast: Cast) -> dict[str, Any]:
    """What registers a laptop."""
    with signed("test"):
        category = make_category("Laptops")
        model = make_model("Latitude 7440", category)
        room = make_location(cast.company, "Room 1")
    return {
        "company": cast.company.public_id,
        "kind": "hardware",
        "model": model.public_id,
        "location": room.public_id,
        "serial_number": "ABC123",
        "asset_tag": "LT-7",
        "purchased_on": "2026-03-01",
        "cost_amount": "1249.5",
        "memory_gb": 16,
        "warranty_ends_on": "2029-02-28",
    }


def test_register_and_read(cast: Cast, admin: Caller, laptop: dict[str, Any]) -> None:
    made = admin.post("/assets", laptop)
    assert made.status == 201, made.data
    data = made.data
    assert (data["asset_tag"], data["serial_number"], data["model"]["name"]) == (
        "LT-7",
        "ABC123",
        "Latitude 7440",
    )
    assert (data["category"]["name"], data["status"]["name"], data["state"]) == (
        "Laptops",
        "In stock",
        "in_stock",
    )
    assert (data["cost_amount"], data["cost_currency"], data["memory_gb"]) == ("1249.50", "EUR", 16)
    assert (data["purchased_on"], data["warranty_ends_on"]) == ("2026-03-01", "2029-02-28")
    assert (data["location"]["name"], data["holder"], data["identifiers"]) == ("Room 1", None, [])
    assert (data["plan"], data["holds_personal_data"]) == (None, None)
    read = admin.get(f"/assets/{data['id']}")
    assert (read.data, read.headers["ETag"]) == (data, f'"{data["version"]}"')


@pytest.mark.parametrize("kind", ["subscription", "information"])
def test_every_kind_is_one_register(cast: Cast, admin: Caller, kind: str) -> None:
    with signed("test"):
        category = make_category("Some", kind)
    own: dict[str, dict[str, Any]] = {
        "subscription": {"plan": "Business"},
        "information": {"retention_months": 24, "holds_personal_data": True},
    }
    body = {
        "company": cast.company.public_id,
        "kind": kind,
        "category": category.public_id,
        "name": "Thing",
        **own[kind],
    }
    made = admin.post("/assets", body)
    assert made.status == 201, made.data
    assert {name: made.data[name] for name in own[kind]} == own[kind]
    assert made.data["kind"]["name"].lower() == kind


def test_a_field_of_another_kind_is_refused_by_name(
    cast: Cast, admin: Caller, laptop: dict[str, Any]
) -> None:
    answer = admin.post("/assets", laptop | {"plan": "Business"})
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, ["plan"])


def test_without_a_tag_the_scheme_gives_the_next(cast: Cast, admin: Caller, laptop: dict[str, Any]) -> None:
    save_tag_scheme(
        actor=cast.actor("administrator"), company=cast.company, category=None, prefix="L-", digits=4, at=NOW
    )
    del laptop["asset_tag"]
    assert admin.post("/assets", laptop).data["asset_tag"].startswith("L-00")


def test_a_taken_tag_is_a_conflict_that_names_the_field(admin: Caller, laptop: dict[str, Any]) -> None:
    admin.post("/assets", laptop)
    answer = admin.post(
        "/assets", laptop | {"serial_number": "OTHER", "asset_tag": laptop["asset_tag"].lower()}
    )
    assert (answer.status, answer.data["code"], answer.data["errors"][0]["field"]) == (
        409,
        "tag_taken",
        "asset_tag",
    )


def test_change_in_the_version_that_was_seen(admin: Caller, laptop: dict[str, Any]) -> None:
    made = admin.post("/assets", laptop).data
    changed = admin.patch(
        f"/assets/{made['id']}", {"name": "Kim’s", "memory_gb": 32}, version=made["version"]
    )
    assert (changed.status, changed.data["name"], changed.data["memory_gb"]) == (200, "Kim’s", 32)
    stale = admin.patch(f"/assets/{made['id']}", {"name": "Mine"}, version=made["version"])
    assert (stale.status, stale.data["code"]) == (412, "stale_page")
    assert admin("PATCH", f"/assets/{made['id']}", {"name": "Mine"}).status == 428
    assert admin.get(f"/assets/{made['id']}").data == changed.data


@pytest.mark.parametrize(
    "name",
    [
        "holder",
        "holder_person",
        "location",
        "status",
        "state",
        "company",
        "kind",
        "id",
        "public_id",
        "version",
        "custom",
        "facet",
    ],
)
def test_what_has_an_operation_of_its_own_is_no_plain_field(
    admin: Caller, laptop: dict[str, Any], name: str
) -> None:
    made = admin.post("/assets", laptop).data
    answer = admin.patch(f"/assets/{made['id']}", {name: "x"})
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, [name])


def test_identifiers_are_set_as_a_whole(admin: Caller, laptop: dict[str, Any]) -> None:
    made = admin.post("/assets", laptop).data
    path = f"/assets/{made['id']}/identifiers"
    body = [{"scheme": "mac", "value": "AA:BB:CC:00:11:22"}, {"scheme": "imei", "value": "356938035643809"}]
    answer = admin("PUT", path, body, If_Match=f'"{made["version"]}"')
    assert answer.status == 200
    assert sorted(one["scheme"] for one in answer.data["identifiers"]) == ["imei", "mac"]
    assert answer.data["version"] == made["version"] + 1
    assert admin("PUT", path, [], If_Match=f'"{made["version"]}"').status == 412
    assert admin("PUT", path, [], If_Match=answer.headers["ETag"]).data["identifiers"] == []
    assert admin("PUT", path, [{"scheme": "shoe", "value": "42"}], If_Match="*").status == 422


def test_an_employee_sees_what_they_hold_or_own_and_nothing_else(
    cast: Cast, caller: Callable[[str], Caller]
) -> None:
    with signed("test"):
        held = make_asset(cast.company, status="In use", holder_person=cast.person("employee"))
        owned = make_asset(cast.company, owner_person=cast.person("employee"))
        other = make_asset(cast.company)
    employee = caller("employee")
    page = employee.get("/assets?count=true").data
    assert {row["id"] for row in page["items"]} == {held.public_id, owned.public_id}
    assert page["total"] == 2
    assert employee.get(f"/assets/{other.public_id}").status == 404
    assert employee.patch(f"/assets/{held.public_id}", {"name": "x"}).status == 403


def test_another_company_is_absent_in_every_way(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        theirs = make_asset(cast.other_company, asset_tag="SECRET")
        mine = make_asset(cast.company)
        otto = make_person(cast.other_company, "Otto")
    manager = caller("asset_manager")
    assert [row["id"] for row in manager.get("/assets").data["items"]] == [mine.public_id]
    for method, path, body in (
        ("GET", f"/assets/{theirs.public_id}", None),
        ("GET", f"/assets/{theirs.public_id}/custody", None),
        ("GET", f"/assets/{theirs.public_id}/timeline", None),
        ("PATCH", f"/assets/{theirs.public_id}", {"name": "x"}),
        ("PUT", f"/assets/{theirs.public_id}/identifiers", []),
        ("POST", f"/assets/{theirs.public_id}/check-in", {}),
    ):
        assert manager(method, path, body, If_Match="*").data["code"] == "not_found", (method, path)
    assert manager.get("/search?q=SECRET").data["items"] == []
    assert manager.get('/assets?filter=asset_tag eq "SECRET"&count=true').data["total"] == 0
    out = manager.post(
        f"/assets/{mine.public_id}/check-out", {"holder": {"type": "person", "id": otto.public_id}}
    )
    assert (out.status, out.data["errors"][0]["field"]) == (422, "holder.id")


def test_filters_reach_the_whole_register(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        finance = make_department(cast.company, "Finance")
        make_asset(
            cast.company,
            asset_tag="A",
            status="In use",
            holder_department=finance,
            purchased_on=date(2026, 1, 1),
        )
        make_asset(cast.company, asset_tag="B")
    for text, tags in (
        ("holder not_empty", ["A"]),
        ('status eq "In stock"', ["B"]),
        ('purchased_on lt "today"', ["A"]),
        (f'holder eq "{finance.public_id}"', ["A"]),
    ):
        answer = admin.get(f"/assets?filter={text}")
        assert [row["asset_tag"] for row in answer.data["items"]] == tags, text
    held = admin.get("/assets?filter=holder not_empty").data["items"][0]["holder"]
    assert held == {"type": "department", "id": finance.public_id, "name": "Finance"}


@pytest.fixture
def moved(cast: Cast) -> Asset:
    """An asset that Ana had ten days ago, and Ben has now."""
    now = datetime.now(UTC)
    with signed("test"):
        ana, ben = make_person(cast.company, "Ana"), make_person(cast.company, "Ben")
        asset = make_asset(
            cast.company, asset_tag="M", status="In use", since=now - timedelta(days=20), holder_person=ana
        )
        first = asset.custodies.get()
        asset.custodies.filter(pk=first.pk).update(period=(first.period.lower, now - timedelta(days=5)))
        asset.custodies.create(
            company=cast.company, holder_person=ben, period=(now - timedelta(days=5), None)
        )
        Asset.objects.filter(pk=asset.pk).update(holder_person=ben)
    return asset


def day(ago: int) -> str:
    return (datetime.now(UTC) - timedelta(days=ago)).date().isoformat()


def test_as_of_a_day_shows_who_had_it_then(admin: Caller, moved: Asset) -> None:
    for ago, name in ((10, "Ana"), (0, "Ben")):
        assert admin.get(f"/assets/{moved.public_id}?as_of={day(ago)}").data["holder"]["name"] == name
        row = admin.get(f"/assets?as_of={day(ago)}").data["items"][0]
        assert (row["holder"]["name"], row["status"]["name"], row["state"]) == (name, "In use", "in_use")


def test_as_of_before_it_was_registered_it_is_absent(admin: Caller, moved: Asset) -> None:
    assert admin.get(f"/assets/{moved.public_id}?as_of={day(30)}").status == 404
    assert admin.get(f"/assets?as_of={day(30)}&count=true").data["total"] == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('holder eq "Ana"', 1),
        ('holder eq "Ben"', 0),
        ('holder ne "Ana"', 0),
        ('holder ne "Ben"', 1),
        ("holder empty", 0),
    ],
)
def test_as_of_filters_ask_the_day_too(admin: Caller, moved: Asset, text: str, count: int) -> None:
    assert admin.get(f"/assets?as_of={day(10)}&count=true&filter={text}").data["total"] == count


def test_as_of_today_is_a_day_where_it_began_first(admin: Caller, moved: Asset) -> None:
    there = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    assert admin.get(f"/assets?as_of={there}&count=true").data["total"] == 1
    later = there + timedelta(days=1)
    assert admin.get(f"/assets?as_of={later}").status == 422


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2199-01-01", "1066-10-14"])
def test_as_of_what_is_no_past_day_is_refused(admin: Caller, moved: Asset, text: str) -> None:
    for path in ("/assets", f"/assets/{moved.public_id}"):
        answer = admin.get(f"{path}?as_of={text}")
        assert (answer.status, answer.data["errors"][0]["field"]) == (422, "as_of")


def test_custody_tells_who_had_it_newest_first(admin: Caller, moved: Asset) -> None:
    periods = admin.get(f"/assets/{moved.public_id}/custody").data["items"]
    assert [period["holder"]["name"] for period in periods] == ["Ben", "Ana"]
    assert periods[0]["ends_at"] is None
    assert periods[0]["starts_at"] == periods[1]["ends_at"]


def test_custody_does_not_name_who_is_out_of_scope(
    cast: Cast, caller: Callable[[str], Caller], moved: Asset
) -> None:
    with signed("test"):
        Asset.objects.filter(pk=moved.pk).update(owner_person=cast.person("employee"))
    periods = caller("employee").get(f"/assets/{moved.public_id}/custody").data["items"]
    assert [period["holder"] for period in periods] == [{"type": "person", "id": None, "name": None}] * 2


def test_a_list_and_a_detail_cost_few_statements(
    cast: Cast, admin: Caller, laptop: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    with signed("test"):
        kim = make_person(cast.company)
        for _ in range(5):
            make_asset(
                cast.company,
                status="In use",
                holder_person=kim,
                owner_person=kim,
                location=make_location(cast.company),
            )
    made = admin.post("/assets", laptop).data["id"]
    with django_assert_max_num_queries(6):
        assert len(admin.get("/assets?count=true").data["items"]) == 6
    with django_assert_max_num_queries(7):
        admin.get(f"/assets?as_of={day(0)}&count=true")
    with django_assert_max_num_queries(6):
        admin.get(f"/assets/{made}")
    assert Company.objects.count() == 2
