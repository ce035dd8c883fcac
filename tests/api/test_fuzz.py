"""Whatever is sent, as whom ever: no 5xx, and no status that the OpenAPI document does not name.

A few requests for each route and role here (2,000 in all), 20,000 as each role in `make soak`.
"""

import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok

from assetry.api.v1.root import api
from assetry.platform.audit.signed import signed
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_asset, make_department, make_location, make_model, make_person, make_supplier

pytestmark = pytest.mark.django_db
ROLES = ("administrator", "asset_manager", "technician", "auditor", "employee", "stranger")
IN_ALL, AS_EACH_ROLE = 2_000, 20_000
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))
OPERATIONS = sum(len(methods) for methods in DOCUMENT["paths"].values())


@pytest.fixture
def ids(cast: Cast) -> list[str]:
    """Objects that are there, so that not every address is one of nothing."""
    with signed("test"):
        model = make_model()
        made: list[Any] = [
            make_asset(cast.company, category=model.category, model=model, manufacturer=model.manufacturer),
            make_asset(cast.company, status="In use", holder_person=make_person(cast.company)),
            make_asset(cast.other_company),
            make_location(cast.company),
            make_department(cast.company),
            make_supplier(),
        ]
    return [thing.public_id for thing in (*made, model, model.category, model.manufacturer, cast.company)]


def fuzz(caller: Caller, ids: list[str], examples: int) -> int:
    """Ask every route; returns how many requests were answered as the document says."""
    found = schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    return sum(ask(each.ok(), caller, ids, examples) for each in found if isinstance(each, Ok))


def ask(operation: Any, caller: Caller, ids: list[str], examples: int) -> int:
    """Ask one route that many times at most; a small route has no more to be asked."""
    documented = set(DOCUMENT["paths"][operation.path][operation.method.lower()]["responses"])
    chance, asked = random.Random(operation.path), 0

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def once(case: Case[Any]) -> None:
        nonlocal asked
        answer = send(caller, case, chance.choice([*ids, None]))
        said = (
            f"{case.method} {case.formatted_path} {case.query} {case.body!r}: {answer.status} {answer.data}"
        )
        assert answer.status < 500, said
        assert str(answer.status) in documented, said
        asked += 1

    once()
    assert not connection.needs_rollback
    return asked


def send(caller: Caller, case: Case[Any], public_id: str | None) -> Any:
    """The request, with an id of something that is there now and then."""
    if public_id and "public_id" in case.path_parameters:
        case.path_parameters["public_id"] = public_id
    path = case.formatted_path.removeprefix("/api/v1")
    query = urlencode({name: str(value) for name, value in (case.query or {}).items()}, errors="replace")
    body = "" if isinstance(case.body, schemathesis.core.NotSet) else json.dumps(case.body, default=str)
    headers = {name: str(value) for name, value in (case.headers or {}).items() if name != "Authorization"}
    return caller(case.method, f"{path}?{query}" if query else path, body, **headers)


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_sent_is_answered_as_documented(
    role: str, caller: Callable[[str], Caller], ids: list[str]
) -> None:
    each = IN_ALL // len(ROLES) // OPERATIONS + 1
    assert fuzz(caller(role), ids, each) >= OPERATIONS


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_sent_20000_times(role: str, caller: Callable[[str], Caller], ids: list[str]) -> None:
    assert fuzz(caller(role), ids, AS_EACH_ROLE // OPERATIONS + 1) > AS_EACH_ROLE // 2
