"""A2: wherever an input names something, the id of another company's is answered as one of nothing; no row changes.

Snipe-IT CVE-2026-55516, CVE-2026-86750, GHSA-pwpj-p52h-q484; Homebox CVE-2026-48975. Made from the routes and the
described fields, so that no input can be forgotten.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assetry.kernel.fields import FieldType
from assetry.kernel.registry import entities
from tests.api.conftest import Answer, Caller, caller  # noqa: F401 - a fixture
from tests.api.test_matrix import NOBODY, OF_A_COMPANY, ROUTES, address, things  # noqa: F401 - a fixture
from tests.attack.trails import trail
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PATHS = {
    "company": "companies",
    "location": "locations",
    "department": "departments",
    "person": "people",
    "cost_center": "cost-centers",
    "asset": "assets",
}
MOVES = ("check-out", "transfer")


def inputs() -> Iterator[tuple[str, str, str]]:
    """(address, field, entity that it names) of every input of a change that names what belongs to a company."""
    known = {f"edit_{entity.name}": entity for entity in entities()}
    for method, path, operation in ROUTES:
        entity = known.get(str(operation.operation_id or ""))
        for field in entity.fields if entity and method == "PATCH" else ():
            named = field.type is FieldType.REFERENCE and field.edited_by and field.reference in PATHS
            if named and path.split("/")[1] in OF_A_COMPANY:
                yield path, field.name, str(field.reference)


INPUTS = sorted(inputs())


def said(answer: Answer, public_id: str) -> tuple[int, str]:
    """What was answered, without the id that was asked for and the one of the request."""
    return answer.status, str({**answer.data, "instance": ""}).replace(public_id, NOBODY)


def test_a2_inputs_are_found() -> None:
    assert {(path.split("/")[1], field) for path, field, _ in INPUTS} >= {
        ("assets", "owner_person"),
        ("assets", "cost_center"),
        ("locations", "parent"),
        ("people", "department"),
    }


@pytest.mark.parametrize(
    ("path", "field", "entity"), INPUTS, ids=[f"{path} {field}" for path, field, _ in INPUTS]
)
def test_a2_a_changed_reference_reaches_no_other_company(
    caller: Callable[[str], Caller],  # noqa: F811
    things: dict[Any, Any],  # noqa: F811
    path: str,
    field: str,
    entity: str,
) -> None:
    manager, own = caller("asset_manager"), address(path, things, own=True)
    theirs, before = things[False][PATHS[entity]].public_id, trail()
    absent = manager("PATCH", own, {field: NOBODY}, If_Match="*")
    answer = manager("PATCH", own, {field: theirs}, If_Match="*")
    assert (answer.status, said(answer, theirs)) == (422, said(absent, NOBODY))
    assert trail() == before


@pytest.mark.parametrize(
    "path", ["assets", "locations", "departments", "people", "cost-centers", "tag-schemes"]
)
def test_a2_nothing_is_made_in_another_company(
    caller: Callable[[str], Caller],  # noqa: F811
    things: dict[Any, Any],  # noqa: F811
    cast: Cast,
    path: str,
) -> None:
    body = {
        "assets": {"kind": "hardware", "category": things[True]["categories"].public_id, "name": "x"},
        "cost-centers": {"name": "x", "code": "x"},
        "tag-schemes": {"prefix": "X", "digits": 4},
    }.get(path, {"name": "x"})
    manager, before = caller("asset_manager"), trail()
    absent = manager.post(f"/{path}", {**body, "company": NOBODY})
    answer = manager.post(f"/{path}", {**body, "company": cast.other_company.public_id})
    assert answer.status == 422
    assert said(answer, cast.other_company.public_id) == said(absent, NOBODY)
    assert "company" in {error["field"] for error in answer.data["errors"]}
    assert trail() == before


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
@pytest.mark.parametrize("holder", ["person", "department", "asset", "location"])
def test_a2_nothing_is_handed_to_another_company(
    caller: Callable[[str], Caller],  # noqa: F811
    things: dict[Any, Any],  # noqa: F811
    holder: str,
    many: bool,
) -> None:
    own = things[True]["assets"].public_id
    where = "/assets/check-out" if many else f"/assets/{own}/check-out"
    mine = {"holder": {"type": "person", "id": things[True]["people"].public_id}}

    def sent(public_id: str) -> dict[str, Any]:
        named = (
            {"location": public_id} if holder == "location" else {"holder": {"type": holder, "id": public_id}}
        )
        return {**mine, **named, **({"assets": [own]} if many else {})}

    technician, before = caller("technician"), trail()
    theirs = things[False][PATHS[holder]].public_id
    absent, answer = technician.post(where, sent(NOBODY)), technician.post(where, sent(theirs))
    assert (answer.status, said(answer, theirs)) == (422, said(absent, NOBODY))
    assert trail() == before


@pytest.mark.parametrize("action", ["check-out", "check-in", "transfer", "status"])
def test_a2_a_set_with_one_of_another_company_moves_none(
    caller: Callable[[str], Caller],  # noqa: F811
    things: dict[Any, Any],  # noqa: F811
    action: str,
) -> None:
    own, theirs = (things[mine]["assets"].public_id for mine in (True, False))
    more = {
        "check-out": {"holder": {"type": "person", "id": things[True]["people"].public_id}},
        "transfer": {"location": things[True]["locations"].public_id},
        "status": {"status": NOBODY},
    }.get(action, {})
    manager, before = caller("asset_manager"), trail()
    absent = manager.post(f"/assets/{action}", {**more, "assets": [own, NOBODY]})
    answer = manager.post(f"/assets/{action}", {**more, "assets": [own, theirs]})
    assert (answer.status, said(answer, theirs)) == (422, said(absent, NOBODY))
    assert trail() == before
