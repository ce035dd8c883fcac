"""The OpenAPI document tells the truth: what routes answer fits the schemas that they declare."""

from typing import Any

import pytest
from pydantic import BaseModel

from assetry.api.v1.root import api
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.api.test_matrix import ROUTES, declared
from tests.cast import Cast
from tests.factories import make_asset, make_location, make_model, make_person, make_supplier

DOCUMENT = api.get_openapi_schema()
LISTS = [(path, operation) for method, path, operation in ROUTES if method == "GET" and "{" not in path]
DETAILS = {
    path: operation for method, path, operation in ROUTES if method == "GET" and path.endswith("{public_id}")
}


def model_of(operation: Any, status: int = 200) -> type[BaseModel]:
    """The schema that a route declares for its answer."""
    found: type[BaseModel] = operation.response_models[status].model_fields["response"].annotation
    return found


@pytest.fixture
def register(cast: Cast) -> None:
    with signed("test"):
        model, kim = make_model(), make_person(cast.company, "Kim", email="kim@example.com")
        make_location(cast.company, manager=kim)
        make_asset(
            cast.company, category=model.category, model=model, manufacturer=model.manufacturer, status="In use",
            holder_person=kim, supplier=make_supplier(), cost_amount="12.30", cost_currency="EUR", criticality="high",
            facet={"memory_gb": "15.5", "condition": "worn"},
        )  # fmt: skip


@pytest.mark.django_db
def test_lists_and_details_fit_their_schemas(register: None, admin: Caller) -> None:
    for path, operation in LISTS:
        page = admin.get(f"{path}?q=kim" if path == "/search" else path)
        strictly(model_of(operation), page.data)
        detail = f"{path}/{{public_id}}"
        for row in page.data.get("items", [])[:2]:
            if detail in DETAILS:
                strictly(model_of(DETAILS[detail]), admin.get(f"{path}/{row['id']}").data)


def strictly(model: type[BaseModel], data: dict[str, Any]) -> None:
    """The data validates, and has exactly the declared names."""
    model.model_validate(data)
    assert set(data) == set(model.model_fields)


# What the query or the body is about may not be there.
NAME_A_THING = {
    ("/api/v1/comments", "get"),
    ("/api/v1/comments", "post"),
    ("/api/v1/inbox", "post"),
    ("/api/v1/report-schedules", "post"),
}


@pytest.mark.parametrize(("path", "methods"), DOCUMENT["paths"].items(), ids=list(DOCUMENT["paths"]))
def test_every_route_says_how_it_fails(path: str, methods: dict[str, Any]) -> None:
    for method, operation in methods.items():
        statuses = set(operation["responses"])
        assert {401, 403} <= statuses
        assert (404 in statuses) == ("{" in path or (path, method) in NAME_A_THING)
        assert (428 in statuses) == (method in {"patch", "put", "delete"})
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert headers == {"post": {"Idempotency-Key"}, "get": set()}.get(method, {"If-Match"})
        assert operation["security"] == [{"Bearer": []}]
        assert operation["operationId"]


def test_operations_have_names_of_their_own() -> None:
    names = [
        operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()
    ]
    assert len(names) == len(set(names)) == len(ROUTES)


def test_what_is_sent_in_refuses_other_names() -> None:
    bodies = [
        model
        for _, _, operation in ROUTES
        for model in operation.models
        if model.__ninja_param_source__ == "body"
    ]
    assert bodies
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if name.startswith("New") or name.endswith(("Changes", "Many")):
            assert schema["additionalProperties"] is False, name


def test_no_guard_is_shared_with_another_permission() -> None:
    assert len({declared(operation) for _, _, operation in ROUTES}) > 10
