"""Custom fields through the API: defined, filled, read, filtered, told."""

from typing import Any

import pytest

from assetry.domain.assets.models import Asset
from assetry.platform.custom_fields.models import CustomFieldDefinition
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.platform.custom_fields.fields import define, make, retype

pytestmark = pytest.mark.django_db
VALUES: dict[str, tuple[Any, Any]] = {
    "text": ("rack 7", "rack 7"),
    "long_text": ("one\ntwo", "one\ntwo"),
    "number": ("12.5", 12.5),
    "date": ("2026-11-24", "2026-11-24"),
    "money": ({"amount": "1249.00", "currency": "EUR"}, {"amount": "1249.00", "currency": "EUR"}),
    "link": ("https://example.com/a", "https://example.com/a"),
    "yes_no": (True, True),
    "choice": ("lab", "lab"),
}


def fill(admin: Caller, asset: Asset, code: str, value: Any) -> Any:
    """What the asset has under `custom` after one of them was set."""
    answer = admin.patch(f"/assets/{asset.public_id}", {"custom": {code: value}})
    assert answer.status == 200, answer.data
    return answer.data["custom"]


@pytest.mark.parametrize("type_", VALUES)
def test_each_type_comes_back_as_it_was_sent(cast: Cast, admin: Caller, type_: str) -> None:
    sent, shown = VALUES[type_]
    choices = ("Office", "Lab") if type_ == "choice" else ()
    define(cast.actor("administrator"), "Extra", type_, choices=choices)
    asset = make(cast)
    assert fill(admin, asset, "extra", sent) == {"extra": shown}
    assert admin.get(f"/assets/{asset.public_id}").data["custom"] == {"extra": shown}
    assert fill(admin, asset, "extra", None) == {}


def test_a_person_is_named_by_id_and_only_of_the_own_company(cast: Cast, admin: Caller) -> None:
    define(cast.actor("administrator"), "Contact", "person")
    asset, person = make(cast), cast.person("employee")
    shown = fill(admin, asset, "contact", person.public_id)
    assert shown == {"contact": {"id": person.public_id, "name": person.name}}
    other = cast.person("stranger").public_id
    refused = admin.patch(f"/assets/{asset.public_id}", {"custom": {"contact": other}})
    assert (refused.status, refused.data["errors"][0]["field"]) == (422, "custom.contact")


@pytest.mark.parametrize("code", ["nothing", "custom", "exact", "isnull"])
def test_an_unknown_code_is_refused_by_its_name(cast: Cast, admin: Caller, code: str) -> None:
    asset = make(cast)
    refused = admin.patch(f"/assets/{asset.public_id}", {"custom": {code: "x"}})
    assert (refused.status, refused.data["errors"][0]["field"]) == (422, f"custom.{code}")


@pytest.mark.parametrize("value", [["x"], {"a": 1}, {"amount": "1"}, 1.5, 10**400])
def test_what_is_no_value_of_the_type_is_refused(cast: Cast, admin: Caller, value: Any) -> None:
    define(cast.actor("administrator"), "Price", "money")
    refused = admin.patch(f"/assets/{make(cast).public_id}", {"custom": {"price": value}})
    assert (refused.status, refused.data["errors"][0]["field"]) == (422, "custom.price")


@pytest.mark.parametrize("value", [["x"], {"$ne": 1}])
def test_a_text_is_no_structure(cast: Cast, admin: Caller, value: Any) -> None:
    define(cast.actor("administrator"), "Rack", "text")
    refused = admin.patch(f"/assets/{make(cast).public_id}", {"custom": {"rack": value}})
    assert (refused.status, refused.data["errors"][0]["field"]) == (422, "custom.rack")


def test_filter_and_sort(cast: Cast, admin: Caller) -> None:
    define(cast.actor("administrator"), "Rack", "text", is_filterable=True, is_sortable=True)
    made = {rack: make(cast, name=f"In {rack}", custom_rack=rack) for rack in ("B2", "A1", "C3")}
    bare = make(cast)
    assert [row["id"] for row in admin.get("/assets?sort=custom_rack").data["items"]] == [
        *(made[rack].public_id for rack in ("A1", "B2", "C3")),
        bare.public_id,
    ]
    found = admin.get('/assets?filter=custom_rack in "A1" "C3"&sort=-custom_rack').data["items"]
    assert [row["custom"] for row in found] == [{"rack": "C3"}, {"rack": "A1"}]


def test_the_timeline_tells_each_field(cast: Cast, admin: Caller) -> None:
    define(cast.actor("administrator"), "Rack", "text")
    asset = make(cast, custom_rack="A1")
    fill(admin, asset, "rack", "A2")
    newest = admin.get(f"/assets/{asset.public_id}/timeline").data["items"][0]["changes"][0]["fields"]
    assert newest == [{"field": "custom.rack", "before": "A1", "after": "A2", "hidden": False}]


@pytest.mark.parametrize("now", [*VALUES, "person"])
@pytest.mark.parametrize("once", ["text", "money", "yes_no"])
def test_the_timeline_tells_what_was_of_another_type(cast: Cast, admin: Caller, once: str, now: str) -> None:
    row = define(cast.actor("administrator"), "Extra", once)
    asset = make(cast)
    fill(admin, asset, "extra", VALUES[once][0])
    fill(admin, asset, "extra", None)
    retype(row, now)
    told = admin.get(f"/assets/{asset.public_id}/timeline").data["items"][0]["changes"][0]["fields"][0]
    assert (told["field"], told["after"], told["hidden"]) == ("custom.extra", None, False)
    assert told["before"]


def test_the_timeline_hides_the_key_of_what_was_a_person(cast: Cast, admin: Caller) -> None:
    row = define(cast.actor("administrator"), "Extra", "person")
    asset = make(cast)
    fill(admin, asset, "extra", cast.person("employee").public_id)
    fill(admin, asset, "extra", None)
    retype(row, "text")
    told = admin.get(f"/assets/{asset.public_id}/timeline").data["items"][0]["changes"][0]["fields"][0]
    assert told == {"field": "custom.extra", "before": None, "after": None, "hidden": True}


def test_define_change_retire_restore(admin: Caller) -> None:
    made = admin.post(
        "/custom-fields",
        {
            "entity": "asset",
            "kind": "hardware",
            "label": "Profile",
            "type": "choice",
            "choices": [{"label": "Lab"}],
        },
    )
    assert (made.status, made.data["code"], made.data["state"]) == (201, "profile", "active")
    at = f"/custom-fields/{made.data['id']}"
    both = [{"value": "lab", "label": "Laboratory"}, {"label": "Office"}]
    changed = admin.patch(at, {"help": "Which image", "choices": both}, made.data["version"])
    assert [one["value"] for one in changed.data["choices"]] == ["lab", "office"]
    assert changed.data["help"] == "Which image"
    assert admin.post(f"{at}/retire").data["state"] == "retired"
    assert admin.patch(at, {"help": ""}).status == 409
    assert admin.post(f"{at}/restore").data["state"] == "active"
    assert [row["code"] for row in admin.get("/custom-fields").data["items"]] == ["profile"]


def test_only_who_manages_the_catalog_defines(cast: Cast, caller: Any) -> None:
    body = {"entity": "asset", "label": "Rack", "type": "text"}
    answers = [caller(role).post("/custom-fields", body).status for role in ("technician", "employee")]
    assert (answers, CustomFieldDefinition.objects.count()) == ([403, 403], 0)
