"""A6: an input has the fields that its route names, and no column beside them.

Snipe-IT CVE-2025-15602, CVE-2024-5685, CVE-2026-55475; InvenTree CVE-2026-35476. Every column of every table of ours
and thirty common names are sent to every route that writes, as the one who may do most.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from assetry.api.v1.root import api
from tests.api.conftest import Caller, caller  # noqa: F401 - a fixture
from tests.api.test_matrix import ROUTES, address, things  # noqa: F401 - a fixture
from tests.attack.trails import trail

pytestmark = pytest.mark.django_db

# The names that frameworks and peers give to what decides about rights and ownership.
COMMON = {
    "is_staff", "is_superuser", "is_admin", "admin", "superuser", "role", "roles", "groups", "group", "permissions",
    "user_permissions", "grants", "owner", "owner_id", "created_by", "created_at", "updated_at", "id", "pk",
    "public_id", "version", "approved", "seats_used", "company_id", "tenant", "organization_id", "activated",
    "password", "token", "api_token", "deleted_at", "__class__", "constructor",
}  # fmt: skip
COLUMNS = {
    field.attname
    for model in apps.get_models()
    if model.__module__.startswith("assetry.")
    for field in model._meta.concrete_fields
}
DOCUMENT = api.get_openapi_schema()
BODIES: dict[tuple[str, str], Any] = {
    (method.upper(), path.removeprefix("/api/v1")): operation["requestBody"]["content"]["application/json"][
        "schema"
    ]
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
}
WRITING = [(method, path) for method, path, _ in ROUTES if "$ref" in BODIES.get((method, path), {})]


def declared(method: str, path: str) -> set[str]:
    """The names of the inputs that the document gives the route."""
    name = BODIES[method, path]["$ref"].rpartition("/")[2]
    return set(DOCUMENT["components"]["schemas"][name]["properties"])


def test_a6_every_writing_route_is_asked() -> None:
    assert len(WRITING) > 30


@pytest.mark.parametrize(("method", "path"), WRITING, ids=[" ".join(route) for route in WRITING])
def test_a6_no_column_can_be_set_beside_the_inputs(
    caller: Callable[[str], Caller],  # noqa: F811
    things: dict[Any, Any],  # noqa: F811
    method: str,
    path: str,
) -> None:
    administrator, before = caller("administrator"), trail()
    sent = {*COMMON, *COLUMNS} - declared(method, path)
    answer = administrator(method, address(path, things, own=True), dict.fromkeys(sent, 1), If_Match="*")
    refused = {error["field"] for error in answer.data["errors"] if error["code"] == "extra_forbidden"}
    assert (answer.status, sent - refused) == (422, set())
    assert trail() == before
