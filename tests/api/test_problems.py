"""Whatever goes wrong is a problem document."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from assetry.api.v1 import root
from assetry.platform.accounts.models import ApiToken
from assetry.platform.audit.signed import signed
from tests.api.conftest import BASE, Answer, Caller
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def expect_problem(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.data["code"], answer.data["status"]) == (status, code, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.data["type"] == f"urn:assetry:problem:{code}"
    assert answer.data["instance"] == f"urn:uuid:{answer.headers['X-Request-Id']}"
    assert answer.data["detail"]
    assert answer.data["title"]


@pytest.mark.parametrize("token", ["", "nothing", "assetry_nothing", "é"])
def test_401_without_a_valid_token(cast: Cast, token: str) -> None:
    answer = Caller(token).get("/companies")
    expect_problem(answer, 401, "token_required")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_401_for_a_cookie_of_the_pages(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("administrator"))
    assert client.get(f"{BASE}/companies").status_code == 401


def test_401_at_once_when_the_token_ends(cast: Cast, admin: Caller) -> None:
    assert admin.get("/me").status == 200
    with signed("test"):
        token = ApiToken.objects.get()
        token.expires_at -= timedelta(days=2)
        token.save(update_fields=["expires_at"])
    expect_problem(admin.get("/me"), 401, "token_required")


def test_401_at_once_when_the_token_is_revoked(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        ApiToken.objects.update(revoked_at=cast.user("administrator").created_at)
    expect_problem(admin.get("/me"), 401, "token_required")


def test_401_at_once_when_the_owner_is_deactivated(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        user = cast.user("administrator")
        user.is_active = False
        user.save(update_fields=["is_active"])
    expect_problem(admin.get("/me"), 401, "token_required")


def test_403_comes_before_the_body_is_read(caller: Callable[[str], Caller]) -> None:
    expect_problem(caller("employee").post("/locations", "not json"), 403, "not_permitted")


@pytest.mark.parametrize(
    "path",
    ["/locations/0123456789AB", "/kinds/%00", "/locations/x y", "/nothing", "/", "/companies/", "/../v2"],
)
def test_404(admin: Caller, path: str) -> None:
    expect_problem(admin.get(path), 404, "not_found")


def test_405_names_what_is_allowed(admin: Caller) -> None:
    answer = admin("DELETE", "/companies")
    expect_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_413_for_a_body_that_is_too_large(admin: Caller) -> None:
    expect_problem(admin.post("/companies", "x" * (2 * 1024 * 1024 + 1)), 413, "body_too_large")


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "\x00",
        '{"name": "\\u0000"}',
        '{"name": "\\ud800"}',
        b"\xff",
        '{"name": NaN}',
        '{"name": "a", "name": "b"}',
    ],
)
def test_400_for_a_body_that_is_no_json(admin: Caller, body: str) -> None:
    expect_problem(admin.post("/companies", body), 400, "body_unreadable")


def test_422_names_every_field(admin: Caller) -> None:
    answer = admin.post("/companies", {"name": 7, "currency": "EURO", "colour": "red"})
    expect_problem(answer, 422, "invalid_input")
    assert {error["field"] for error in answer.data["errors"]} == {"name", "currency", "colour", "time_zone"}
    assert all(error["message"] for error in answer.data["errors"])


def test_422_names_what_the_operation_refuses(admin: Caller) -> None:
    answer = admin.post("/companies", {"name": "New", "currency": "EUR", "time_zone": "Mars/Olympus"})
    expect_problem(answer, 422, "invalid_input")
    assert [error["field"] for error in answer.data["errors"]] == ["time_zone"]


@pytest.mark.parametrize("query", ["?fitler=x", "?limit=0", "?limit=251", "?limit=x", "?count=perhaps"])
def test_422_for_a_parameter_that_does_not_exist_or_is_out_of_range(admin: Caller, query: str) -> None:
    expect_problem(admin.get(f"/companies{query}"), 422, "invalid_input")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('?filter=nothing eq "x"', "filter_invalid"),
        ("?filter=(", "filter_invalid"),
        ('?filter=name eq "%00"', "filter_invalid"),
        ("?sort=note", "sort_invalid"),
        ("?cursor=x", "cursor_invalid"),
    ],
)
def test_400_for_a_list_that_cannot_be_read(admin: Caller, query: str, code: str) -> None:
    expect_problem(admin.get(f"/companies{query}"), 400, code)


def test_500_says_nothing_of_the_inside(admin: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("assetry.api.v1.lists.read_page", fail)
    answer = admin.get("/companies")
    expect_problem(answer, 500, "failed")
    assert "inside" not in str(answer.data)


def test_messages_follow_the_language_asked_for(admin: Caller) -> None:
    assert admin.get("/companies", Accept_Language="en-gb").status == 200


def test_the_document_is_readable_without_a_token() -> None:
    response = Client().get(f"{BASE}/openapi.json")
    assert response.status_code == 200
    assert response.json()["openapi"] == "3.1.0"
    assert len(response.json()["paths"]) == len(root.api.get_openapi_schema()["paths"])


def test_422_for_a_missing_body(admin: Caller) -> None:
    answer = admin.post("/companies")
    expect_problem(answer, 422, "invalid_input")
    assert [error["field"] for error in answer.data["errors"]] == ["body"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_503_while_the_database_is_away(method: str) -> None:
    away = connections.databases["default"] | {"HOST": "/nowhere", "PORT": "1"}
    kept = connections["default"]
    connections["default"] = kept.__class__(away, "default")
    try:
        answer = Caller("assetry_any")(method, "/companies", {"name": "Nordwind"})
    finally:
        connections["default"] = kept
    expect_problem(answer, 503, "database_away")
    assert answer.headers["Retry-After"] == "10"
    assert "Traceback" not in str(answer.data)
