"""Accounts, roles, groups, grants, tokens, oneself and search by the API."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import PASSWORD, Cast
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db


def test_make_and_change_an_account(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        kim = make_person(cast.company, "Kim")
    body = {"email": "Kim@Example.com", "name": "Kim", "password": PASSWORD, "person": kim.public_id}
    made = admin.post("/users", body)
    assert made.status == 201, made.data
    assert (made.data["email"], made.data["person"]) == (
        "kim@example.com",
        {"id": kim.public_id, "name": "Kim"},
    )
    assert "password" not in made.data
    assert User.objects.get(email="kim@example.com").check_password(PASSWORD)
    path = f"/users/{made.data['id']}"
    renamed = admin.patch(path, {"name": "Kim L."}, version=made.data["version"])
    assert (renamed.data["name"], renamed.data["person"], renamed.data["is_active"]) == (
        "Kim L.",
        made.data["person"],
        True,
    )
    assert admin.patch(path, {"name": "Kim"}, version=made.data["version"]).status == 412
    gone = admin.patch(path, {"is_active": False, "person": None}, version=renamed.data["version"])
    assert (gone.data["is_active"], gone.data["person"]) == (False, None)
    assert admin.get(path).data == gone.data
    assert gone.data in admin.get("/users?limit=250").data["items"]


def test_a_weak_password_is_refused_by_name(admin: Caller) -> None:
    answer = admin.post("/users", {"email": "kim@example.com", "name": "Kim", "password": "short"})
    assert (answer.status, answer.data["errors"][0]["field"]) == (422, "password")


def test_the_last_administrator_stays(cast: Cast, admin: Caller) -> None:
    answer = admin.patch(f"/users/{cast.user('administrator').public_id}", {"is_active": False})
    assert (answer.status, answer.data["code"]) == (409, "last_administrator")


def test_roles_groups_and_grants(cast: Cast, admin: Caller, caller: Callable[[str], Caller]) -> None:
    role = admin.post("/roles", {"name": "Reader", "permissions": ["assets.asset.view"]})
    assert (role.status, role.data["permissions"], role.data["is_built_in"]) == (
        201,
        ["assets.asset.view"],
        False,
    )
    assert (
        admin.post("/roles", {"name": "R", "permissions": ["nothing"]}).data["code"] == "unknown_permission"
    )
    group = admin.post("/groups", {"name": "Readers"})
    employee = cast.user("employee").public_id
    members = admin(
        "PUT", f"/groups/{group.data['id']}/members", {"users": [employee]}, If_Match=group.headers["ETag"]
    )
    assert [user["id"] for user in members.data["members"]] == [employee]
    assert (
        admin(
            "PUT", f"/groups/{group.data['id']}/members", {"users": []}, If_Match=group.headers["ETag"]
        ).status
        == 412
    )
    body = {"role": role.data["id"], "group": group.data["id"], "company": cast.company.public_id}
    grant = admin.post("/grants", body)
    assert (grant.status, grant.data["company"]["name"]) == (201, cast.company.name)
    with signed("test"):
        asset = make_asset(cast.company)
    reader = caller("employee")
    assert reader.get(f"/assets/{asset.public_id}").status == 200
    changed = admin.patch(f"/roles/{role.data['id']}", {"name": "Looker"}, version=role.data["version"])
    assert changed.data["permissions"] == ["assets.asset.view"]
    assert admin.get(f'/grants?filter=group eq "{group.data["id"]}"').data["items"] == [
        admin.get(f"/grants/{grant.data['id']}").data
    ]
    path = f"/grants/{grant.data['id']}"
    assert admin("DELETE", path).status == 428
    assert admin("DELETE", path, If_Match='"9"').status == 412
    gone = admin("DELETE", path, If_Match=grant.headers["ETag"])
    assert (gone.status, gone.data) == (204, None)
    assert reader.get(f"/assets/{asset.public_id}").status == 404
    assert admin("DELETE", path, If_Match="*").status == 404


def test_built_in_roles_stay(admin: Caller) -> None:
    roles = {row["code"]: row for row in admin.get("/roles").data["items"]}
    answer = admin.patch(f"/roles/{roles['employee']['id']}", {"name": "x"})
    assert (answer.status, answer.data["code"]) == (409, "built_in_role")


def test_tokens_are_ones_own_and_shown_once(admin: Caller, caller: Callable[[str], Caller]) -> None:
    expires_at = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    made = admin.post("/tokens", {"name": "scanner", "expires_at": expires_at})
    assert (made.status, made.data["name"]) == (201, "scanner")
    text = made.data.pop("token")
    scanner = Caller(text)
    assert scanner.get("/me").data["name"] == "Ada Admin"
    assert text not in str(scanner.get("/tokens").data)
    path = f"/tokens/{made.data['id']}"
    assert caller("technician").get(path).status == 404
    assert caller("technician")("DELETE", path, If_Match="*").status == 404
    assert admin("DELETE", path).status == 428
    assert admin("DELETE", path, If_Match=made.headers["ETag"]).status == 204
    assert scanner.get("/me").status == 401
    assert admin("DELETE", path, If_Match=made.headers["ETag"]).status == 412
    assert admin("DELETE", path, If_Match="*").data["code"] == "token_revoked"


def test_a_token_sent_twice_is_shown_once(admin: Caller) -> None:
    body = {"name": "scanner", "expires_at": (datetime.now(UTC) + timedelta(days=30)).isoformat()}
    first = admin.post("/tokens", body, Idempotency_Key="k")
    again = admin.post("/tokens", body, Idempotency_Key="k")
    assert (again.status, again.data) == (201, first.data | {"token": None})
    assert ApiToken.objects.filter(name="scanner").count() == 1


def test_a_token_ends_and_not_too_late(admin: Caller) -> None:
    for days in (-1, 800):
        body = {"name": "scanner", "expires_at": (datetime.now(UTC) + timedelta(days=days)).isoformat()}
        answer = admin.post("/tokens", body)
        assert (answer.status, answer.data["errors"][0]["field"]) == (422, "expires_at")


def test_me(cast: Cast, caller: Callable[[str], Caller]) -> None:
    data = caller("employee").get("/me").data
    assert (data["name"], data["person"]["name"], data["permissions"]) == ("Ana Petrov", "Ana Petrov", [])
    assert "assets.asset.check_out" in caller("technician").get("/me").data["permissions"]


def test_search_by_what_is_printed_on_it_or_by_words(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        asset = make_asset(
            cast.company, asset_tag="LT-77", serial_number="SN 998877", name="Projector of the hall"
        )
        make_person(cast.company, "Projectina Hall")
    technician = caller("technician")
    for text in ("LT-77", "lt-77", "sn 998877", asset.public_id):
        assert [row["id"] for row in technician.get(f"/search?q={text}").data["items"]] == [
            asset.public_id
        ], text
    found = technician.get("/search?q=project hall").data["items"]
    assert [(row["entity"], row["name"]) for row in found] == [
        ("asset", "LT-77"),
        ("person", "Projectina Hall"),
    ]
    assert caller("employee").get("/search?q=project hall").data["items"] == []
    assert technician.get("/search?q=%00").data["items"] == []
    assert technician.get("/search").status == 422
