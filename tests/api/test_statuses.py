"""Statuses, what operations set, which moves are allowed: by the API."""

from collections.abc import Callable
from typing import Any

import pytest

from assetry.domain.assets.models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.catalog.models import AssetKind
from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(caller: Callable[[str], Caller]) -> Caller:
    return caller("asset_manager")


def body(**values: Any) -> dict[str, Any]:
    return {"name": "At the workshop", "state": "in_maintenance", "hue": 40, "kinds": ["hardware"], **values}


def path_of(name: str) -> str:
    return f"/statuses/{Status.objects.get(name=name).public_id}"


def test_one_is_made_with_its_kinds_and_read_back(manager: Caller) -> None:
    made = manager.post("/statuses", body())
    assert made.status == 201, made.data
    assert [kind["name"] for kind in made.data["kinds"]] == ["Hardware"]
    assert manager.get(made.headers["Location"].removeprefix("/api/v1")).data == made.data
    listed = manager.get('/statuses?filter=name eq "At the workshop"').data["items"]
    assert listed == [made.data]


def test_the_same_name_twice_is_refused(manager: Caller) -> None:
    manager.post("/statuses", body())
    assert manager.post("/statuses", body()).data["code"] == "name_taken"


@pytest.mark.parametrize(("number", "usual"), [("hue", 250), ("position", 100)])
def test_an_empty_number_is_the_usual_one(manager: Caller, number: str, usual: int) -> None:
    made = manager.post("/statuses", body(**{number: None}))
    assert (made.status, made.data[number]) == (201, usual)
    path, version = f"/statuses/{made.data['id']}", made.data["version"]
    changed = manager.patch(path, {number: 7}, version=version)
    emptied = manager.patch(path, {number: None}, version=changed.data["version"])
    assert (changed.data[number], emptied.status, emptied.data[number]) == (7, 200, usual)


@pytest.mark.parametrize("field", ["name", "state"])
def test_what_is_missing_is_named(manager: Caller, field: str) -> None:
    answer = manager.post("/statuses", {name: value for name, value in body().items() if name != field})
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, [field])


def test_a_kind_that_does_not_exist_is_refused(manager: Caller) -> None:
    answer = manager.post("/statuses", body(kinds=["spaceship"]))
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, ["kinds"])
    assert not Status.objects.filter(name="At the workshop").exists()


def test_its_kinds_are_changed_under_its_version(manager: Caller) -> None:
    made = manager.post("/statuses", body()).data
    path = f"/statuses/{made['id']}"
    changed = manager.patch(path, {"kinds": ["hardware", "subscription"]}, version=made["version"])
    assert [kind["name"] for kind in changed.data["kinds"]] == ["Hardware", "Subscription"]
    assert changed.data["version"] == made["version"] + 1
    assert manager.patch(path, {"kinds": []}, version=made["version"]).status == 412
    assert StatusKind.objects.filter(status__public_id=made["id"]).count() == 2


def test_without_kinds_they_stay(manager: Caller) -> None:
    answer = manager.patch(path_of("In repair"), {"name": "Workshop"})
    assert [kind["name"] for kind in answer.data["kinds"]] == ["Hardware"]


def test_a_status_keeps_its_state(manager: Caller) -> None:
    answer = manager.patch(path_of("In repair"), {"state": "retired"})
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, ["state"])


def test_default_statuses_are_read_and_chosen(manager: Caller) -> None:
    url, wanted = "/kinds/hardware/default-statuses", Status.objects.get(name="In repair")
    before = manager.get(url)
    changed = manager("PUT", url, {"create": wanted.public_id}, If_Match=before.headers["ETag"])
    assert changed.data["create"] == {"id": wanted.public_id, "name": "In repair"}
    assert changed.data["check_out"] == before.data["check_out"]
    assert DefaultStatus.objects.get(kind__code="hardware", operation="create").status == wanted
    assert manager("PUT", url, {}, If_Match=before.headers["ETag"]).status == 412


def test_a_default_has_to_fit_what_happens(manager: Caller) -> None:
    wrong = Status.objects.get(name="Retired")
    answer = manager("PUT", "/kinds/hardware/default-statuses", {"check_out": wrong.public_id}, If_Match="*")
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, ["check_out"])


def test_the_moves_of_a_kind_are_exactly_what_is_sent(manager: Caller) -> None:
    url = "/kinds/hardware/transitions"
    known = manager.get(url)
    kept = known.data["items"][0]
    sent = [kept, {"source": "retired", "target": "in_stock", "required_fields": ["note"]}]
    changed = manager("PUT", url, sent, If_Match=known.headers["ETag"])
    assert changed.status == 200, changed.data
    usual = {"permission": "assets.asset.change_status"}
    assert sorted(changed.data["items"], key=str) == sorted([kept, {**sent[1], **usual}], key=str)
    assert StateTransition.objects.filter(kind__code="hardware").count() == 2
    assert manager("PUT", url, [], If_Match=known.headers["ETag"]).status == 412


@pytest.mark.parametrize(
    ("move", "field"),
    [
        ({"source": "retired", "target": "retired"}, "1.target"),
        ({"source": "retired", "target": "in_stock", "required_fields": ["color"]}, "1.required_fields"),
        ({"source": "retired", "target": "in_stock", "permission": "fly"}, "1.permission"),
    ],
)
def test_a_move_that_cannot_be_is_named_and_nothing_changes(
    manager: Caller, move: dict[str, Any], field: str
) -> None:
    url = "/kinds/hardware/transitions"
    known = manager.get(url)
    answer = manager("PUT", url, [known.data["items"][0], move], If_Match="*")
    assert (answer.status, [error["field"] for error in answer.data["errors"]]) == (422, [field])
    assert manager.get(url).data == known.data


@pytest.mark.parametrize("path", ["default-statuses", "transitions"])
def test_a_kind_s_settings_need_its_version(manager: Caller, path: str) -> None:
    sent: Any = {} if path == "default-statuses" else []
    assert manager("PUT", f"/kinds/hardware/{path}", sent).status == 428


def test_a_technician_reads_and_does_not_change(caller: Callable[[str], Caller]) -> None:
    technician = caller("technician")
    assert technician.get("/kinds/hardware/transitions").status == 200
    assert technician("PUT", "/kinds/hardware/transitions", [], If_Match="*").status == 403
    assert technician.post("/statuses", body()).status == 403
    assert AssetKind.objects.get(code="hardware").version == 1
