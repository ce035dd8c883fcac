"""Every route × role × own and other company: made from the routes themselves, so that none can be forgotten."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from ninja.operation import Operation

from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.root import api
from assetry.domain.assets.models import TagScheme
from assetry.domain.catalog.models import AssetKind
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import permissions
from assetry.platform.accounts.operations import create_token
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.api.conftest import Caller
from tests.cast import NOW, Cast
from tests.factories import (
    make_allocation,
    make_asset,
    make_contract,
    make_coverage,
    make_department,
    make_entitlement,
    make_license,
    make_location,
    make_model,
    make_person,
    make_relation,
    make_release,
    make_supplier,
)

pytestmark = pytest.mark.django_db
ROLES = ("administrator", "asset_manager", "technician", "auditor", "employee", "stranger")
# Entities of one company, by the first part of their address; everything else is shared, or one's own.
OF_A_COMPANY = {
    *("companies", "locations", "departments", "people", "cost-centers", "tag-schemes", "assets"),
    *("relations", "contracts", "coverage", "licenses", "license-purchases", "license-allocations"),
    "renewals",
}


def routes() -> Iterator[tuple[str, str, Operation]]:
    """(method, address, operation) of the whole API."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, path, operation


ROUTES = sorted(routes(), key=lambda route: (route[1], route[0]))
NAMED = [(f"{route[0]} {route[1]}", route) for route in ROUTES]
NOBODY = "0123456789AB"


def declared(operation: Operation) -> str:
    """The permission that a route declares; fails for one without a guard."""
    guards = [guard for guard in operation.auth_callbacks if isinstance(guard, Bearer)]
    assert len(guards) == 1 == len(operation.auth_callbacks)
    return guards[0].permission


def test_each_declares_a_permission_that_exists() -> None:
    known = {SIGNED_IN, *(info.code for info in permissions())}
    assert [name for name, (_, _, operation) in NAMED if declared(operation) not in known] == []


def test_writing_is_more_than_being_signed_in() -> None:
    open_to_all = [
        name for name, (method, _, operation) in NAMED if method != "GET" and declared(operation) == SIGNED_IN
    ]
    own = [name for name in open_to_all if not name.partition(" ")[2].startswith(("/comments", "/inbox"))]
    assert own == [
        "POST /tokens",
        "DELETE /tokens/{public_id}",
    ]  # comments: on what one sees; inbox: one's own


def test_each_needs_a_token(cast: Cast) -> None:
    answers = {
        name: Caller("")(method, path.format(public_id=NOBODY, file_id=NOBODY))
        for name, (method, path, _) in NAMED
    }
    assert [name for name, answer in answers.items() if answer.status != 401] == []


@pytest.fixture
def things(cast: Cast) -> dict[str, dict[bool, Any]]:
    """One of each entity, per address: of the company (True) and of the other one (False)."""
    with signed("test"):
        return {True: _things(cast.company), False: _things(cast.other_company)}  # type: ignore[dict-item]


def _things(company: Any) -> dict[str, Any]:
    model, license_ = make_model(), make_license(company)
    return {
        "companies": company,
        "locations": make_location(company),
        "departments": make_department(company),
        "people": make_person(company),
        "cost-centers": CostCenter.objects.create(company=company, name="C", name_sort="c", code="1"),
        "tag-schemes": TagScheme.objects.create(company=company, prefix="X-", digits=4),
        "assets": make_asset(company),
        "relations": make_relation(make_asset(company), make_asset(company)),
        "releases": (release := make_release()),
        "released-products": release.product,
        "contracts": make_contract(company),
        "renewals": make_contract(company),
        "coverage": make_coverage(make_contract(company), make_asset(company)),
        "licenses": license_,
        "license-purchases": make_entitlement(license_, 5),
        "license-allocations": make_allocation(license_, person=make_person(company)),
        "software-products": license_.product,
        "suppliers": make_supplier(),
        "manufacturers": model.manufacturer,
        "categories": model.category,
        "models": model,
        "kinds": AssetKind.objects.get(code="hardware"),
    }


def address(path: str, things: dict[Any, Any], *, own: bool) -> str:
    """The route's address with the id of a thing of the own or the other company."""
    entity = path.split("/")[1]
    thing = things[own].get(entity)
    return path.format(public_id=thing.public_id if thing is not None else NOBODY, file_id=NOBODY)


def may(cast: Cast, role: str, permission: str) -> bool:
    return permission == SIGNED_IN or cast.actor(role).may(permission)


@pytest.mark.parametrize("role", ROLES)
def test_who_lacks_the_permission_is_refused_and_nobody_else(
    cast: Cast, caller: Callable[[str], Caller], things: dict[Any, Any], role: str
) -> None:
    statuses = {
        name: caller(role)(method, address(path, things, own=role != "stranger"), {}, If_Match='"999"').status
        for name, (method, path, _) in NAMED
    }
    lacking = {name for name, (_, _, operation) in NAMED if not may(cast, role, declared(operation))}
    assert {name for name, status in statuses.items() if status == 403} == lacking


@pytest.mark.parametrize("role", ROLES[1:])
def test_the_other_company_is_absent_whatever_the_role(
    cast: Cast, caller: Callable[[str], Caller], things: dict[Any, Any], role: str
) -> None:
    routes = [
        route for route in ROUTES if "{public_id}" in route[1] and route[1].split("/")[1] in OF_A_COMPANY
    ]
    wrong = {}
    for method, path, operation in routes:
        there = address(path, things, own=role == "stranger")
        answer = caller(role)(method, there, BODIES.get((method, path), {}), If_Match="*")
        if answer.status != (404 if may(cast, role, declared(operation)) else 403):
            wrong[f"{method} {path}"] = answer.data
    assert len(routes) > 20
    assert wrong == {}


# What is needed to get past the shape of the body.
BODIES: dict[tuple[str, str], Any] = {
    ("PUT", "/assets/{public_id}/identifiers"): [],
    ("PUT", "/contracts/{public_id}/price-steps"): {"items": []},
    ("POST", "/assets/{public_id}/check-out"): {"holder": {"type": "person", "id": "0123456789AB"}},
    ("POST", "/assets/{public_id}/status"): {"status": "0123456789AB"},
    ("POST", "/renewals/{public_id}/decisions"): {"choice": "renew", "reason": "We need it."},
    ("POST", "/people/{public_id}/erase"): {"reason": "They asked for it."},
}


@pytest.mark.parametrize("role", ROLES[1:])
def test_no_list_shows_the_other_company(
    cast: Cast, caller: Callable[[str], Caller], things: dict[Any, Any], role: str
) -> None:
    theirs = {thing.public_id for name, thing in things[role == "stranger"].items() if name in OF_A_COMPANY}
    paths = [path for _, (method, path, _) in NAMED if method == "GET" and "{" not in path]
    lists = {path: caller(role).get(path.replace("/search", "/search?q=room")) for path in paths}
    assert {answer.status for answer in lists.values()} <= {200, 403}
    assert [path for path, answer in lists.items() if any(key in str(answer.data) for key in theirs)] == []


def test_who_has_no_grant_at_all_sees_nothing_but_themselves(cast: Cast, things: dict[Any, Any]) -> None:
    user = cast.user("employee")
    actor = Actor(user_id=user.pk, name=user.name)
    _, text = create_token(actor=actor, name="bare", expires_at=NOW + timedelta(days=300), at=NOW)
    shown = {
        path: Caller(text).get(path)
        for path in ("/assets", "/people", "/locations", "/companies", "/users", "/suppliers", "/models")
    }
    assert {path: answer.status for path, answer in shown.items()} == {
        "/assets": 200,
        "/people": 200,
        "/locations": 403,
        "/companies": 403,
        "/users": 403,
        "/suppliers": 403,
        "/models": 403,
    }
    assert shown["/assets"].data["items"] == []
    assert [row["name"] for row in shown["/people"].data["items"]] == ["Ana Petrov"]
