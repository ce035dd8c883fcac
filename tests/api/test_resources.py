"""Entities by their addresses: list, read, make, change."""

from collections.abc import Callable
from typing import Any

import pytest

from assetry.api.v1 import catalog, organization
from assetry.domain.organization.models import Location
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_category, make_location, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(cast: Cast) -> dict[str, dict[str, Any]]:
    """What makes one of each."""
    with signed("test"):
        category = make_category("Phones")
    company = cast.company.public_id
    return {
        "companies": {"name": "Daughter", "currency": "EUR", "time_zone": "Europe/Berlin", "parent": company},
        "locations": {"name": "Berlin", "company": company, "country": "DE", "is_stockroom": True},
        "departments": {"name": "Finance", "company": company},
        "people": {
            "name": "Kim Lee",
            "company": company,
            "email": "kim@example.com",
            "starts_on": "2026-02-28",
        },
        "suppliers": {"name": "Sellers"},
        "cost-centers": {"name": "IT", "code": "4711", "company": company},
        "categories": {"name": "Tablets", "kind": "hardware"},
        "manufacturers": {"name": "Makers"},
        "models": {
            "name": "Model 5",
            "manufacturer": "",
            "category": category.public_id,
            "useful_life_months": 48,
        },
    }


NAMES = [
    "companies",
    "locations",
    "departments",
    "people",
    "suppliers",
    "cost-centers",
    "categories",
    "manufacturers",
    "models",
]


@pytest.mark.parametrize("path", NAMES)
def test_make_read_change_and_list(admin: Caller, bodies: dict[str, dict[str, Any]], path: str) -> None:
    body = bodies[path]
    if "manufacturer" in body:
        body["manufacturer"] = admin.post("/manufacturers", {"name": "Maker 5"}).data["id"]
    made = admin.post(f"/{path}", body)
    assert made.status == 201, made.data
    assert made.headers["Location"] == f"/api/v1/{path}/{made.data['id']}"
    assert made.headers["ETag"] == f'"{made.data["version"]}"'
    read = admin.get(f"/{path}/{made.data['id']}")
    assert (read.data, read.headers["ETag"]) == (made.data, made.headers["ETag"])
    assert {
        name: value for name, value in read.data.items() if name in body and not isinstance(value, dict)
    } == {name: value for name, value in body.items() if not isinstance(read.data[name], dict)}
    changed = admin.patch(
        f"/{path}/{made.data['id']}", {"name": "Renamed", "note": "Why"}, version=made.data["version"]
    )
    assert (changed.status, changed.data["name"], changed.data["note"]) == (200, "Renamed", "Why")
    assert changed.data["version"] == made.data["version"] + 1
    listed = admin.get(f'/{path}?filter=name eq "Renamed"&count=true')
    assert (listed.data["items"], listed.data["total"]) == ([changed.data], 1)


@pytest.mark.parametrize(
    "path", [resource.path for resource in (*organization.RESOURCES, *catalog.RESOURCES)]
)
def test_a_stale_version_changes_nothing(cast: Cast, admin: Caller, path: str) -> None:
    with signed("test"):
        make_location(cast.company), make_category()
    row = (admin.get(f"/{path}").data["items"] or [admin.post("/suppliers", {"name": "S"}).data])[0]
    if admin.get(f"/{path}/{row['id']}").status == 404:
        return
    for version, status, code in (
        (None, 428, "version_required"),
        (99, 412, "stale_page"),
        ("x", 412, "stale_page"),
    ):
        headers = {} if version is None else {"If_Match": f'"{version}"'}
        answer = admin("PATCH", f"/{path}/{row['id']}", {"note": "x"}, **headers)
        assert (answer.status, answer.data["code"]) == (status, code)
    assert admin.get(f"/{path}/{row['id']}").data == row


def test_references_are_ids_in_and_names_out(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        site, kim = make_location(cast.company, "Site"), make_person(cast.company, "Kim")
    body = {
        "name": "Room",
        "company": cast.company.public_id,
        "parent": site.public_id,
        "manager": kim.public_id,
    }
    made = admin.post("/locations", body)
    assert made.data["parent"] == {"id": site.public_id, "name": "Site"}
    assert made.data["manager"] == {"id": kim.public_id, "name": "Kim"}
    assert made.data["company"] == {"id": cast.company.public_id, "name": cast.company.name}
    shown = "id name parent company address country is_stockroom manager note is_archived custom version"
    assert set(made.data) == set(shown.split())


def test_a_reference_out_of_scope_is_like_none(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        elsewhere = make_location(cast.other_company)
    manager = caller("asset_manager")
    for missing in (elsewhere.public_id, "0123456789AB", "\\u0000"):
        answer = manager.post(
            "/locations", {"name": "Room", "company": cast.company.public_id, "parent": missing}
        )
        assert answer.status == 422
        assert [error["field"] for error in answer.data["errors"]] == ["parent"]
    assert manager.post("/locations", {"name": "R", "company": cast.other_company.public_id}).status == 422
    assert not Location.objects.exclude(pk=elsewhere.pk).exists()


def test_what_is_out_of_scope_is_absent(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        own, elsewhere = make_location(cast.company, "Own"), make_location(cast.other_company)
    manager = caller("asset_manager")
    assert manager.get(f"/locations/{own.public_id}").status == 200
    assert manager.get(f"/locations/{elsewhere.public_id}").data["code"] == "not_found"
    assert manager.patch(f"/locations/{elsewhere.public_id}", {"name": "Mine"}).status == 404
    assert [row["name"] for row in manager.get("/locations").data["items"]] == ["Own"]
    assert manager.get("/locations?count=true").data["total"] == 1


@pytest.mark.parametrize("name", ["id", "public_id", "company", "version", "path", "name_sort"])
def test_what_is_not_described_as_editable_is_refused(cast: Cast, admin: Caller, name: str) -> None:
    with signed("test"):
        room = make_location(cast.company)
    answer = admin.patch(f"/locations/{room.public_id}", {name: "x"})
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, [name])


def test_null_clears_and_a_required_field_cannot_be_cleared(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        site = make_location(cast.company, "Site")
        room = make_location(cast.company, "Room", parent=site, note="x")
    cleared = admin.patch(f"/locations/{room.public_id}", {"parent": None, "note": None})
    assert (cleared.data["parent"], cleared.data["note"]) == (None, "")
    assert admin.patch(f"/locations/{room.public_id}", {"name": None}).status == 422


def test_a_doubled_name_is_a_conflict(cast: Cast, admin: Caller) -> None:
    assert admin.post("/suppliers", {"name": "Sellers"}).status == 201
    answer = admin.post("/suppliers", {"name": "SELLERS"})
    assert (answer.status, answer.data["code"], answer.data["errors"][0]["field"]) == (
        409,
        "name_taken",
        "name",
    )


def test_pages_follow_each_other(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        for number in range(7):
            make_location(cast.company, f"R{number}")
    names: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = admin.get(f"/locations?limit=3&sort=-name&cursor={cursor}").data
        names += [row["name"] for row in page["items"]]
        cursor = page["next"]
    assert names == [f"R{number}" for number in reversed(range(7))]
    assert page["total"] is None
    assert page["previous"] is not None
    last = admin.get("/locations?limit=3&cursor=last").data
    assert [row["name"] for row in last["items"]] == ["R4", "R5", "R6"]


def test_a_list_costs_the_same_however_many_rows(
    cast: Cast, admin: Caller, django_assert_max_num_queries: Any
) -> None:
    with signed("test"):
        site, kim = make_location(cast.company), make_person(cast.company)
        for _ in range(5):
            make_location(cast.company, parent=site, manager=kim)
    admin.get("/me")
    with django_assert_max_num_queries(6):
        assert len(admin.get("/locations?count=true").data["items"]) == 6


@pytest.mark.parametrize(("tag", "status"), [('W/"1"', 200), ('W/"7"', 412), ("W/1", 412), ("W/*", 412)])
def test_a_tag_that_compression_made_weak_is_the_same_version(
    admin: Caller, cast: Cast, tag: str, status: int
) -> None:
    path = f"/companies/{cast.company.public_id}"
    assert admin("PATCH", path, {"note": "Kept"}, If_Match=tag).status == status
