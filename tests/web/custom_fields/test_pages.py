"""Settings → Custom fields, and custom fields on the pages of what has them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.operations import edit_asset
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.operations import ChoiceInput, set_custom_choices
from tests.cast import NOW, Cast
from tests.platform.custom_fields.fields import define, make, retype
from tests.web.assets.support import fields_of

pytestmark = pytest.mark.django_db
URL = "/settings/custom-fields"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    """The administrator's browser."""
    client.force_login(cast.user("administrator"))
    return client


def new(**values: Any) -> dict[str, Any]:
    """What the form sends."""
    return {"entity": "asset:hardware", "label": "Rack", "type": "text", "position": "100", **values}


def test_a_field_is_defined_and_stands_in_the_list(admin: Client) -> None:
    made = admin.post(f"{URL}/new", new(is_required="on"))
    field = CustomFieldDefinition.objects.get()
    assert made.headers["Location"] == f"{URL}/{field.public_id}"
    assert (field.entity, field.kind, field.code, field.is_required) == ("asset", "hardware", "rack", True)
    assert "Rack" in admin.get(URL).text
    assert "rack" in admin.get(f"{URL}/{field.public_id}").text


def test_choices_are_given_line_by_line_and_edited(admin: Client) -> None:
    admin.post(f"{URL}/new", new(label="Profile", type="choice", choices="Office\nLab"))
    at = f"{URL}/{CustomFieldDefinition.objects.get().public_id}/choices"
    assert "Office" in admin.get(at).text
    sent = {"label_1": "Office work", "label_2": "Lab", "retired_2": "on", "new": "Home", "version": "1"}
    admin.post(at, sent)
    assert CustomFieldDefinition.objects.get().choices == [
        {"value": "office", "label": "Office work", "retired": False},
        {"value": "lab", "label": "Lab", "retired": True},
        {"value": "home", "label": "Home", "retired": False},
    ]


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_choices_that_somebody_else_changed_are_not_taken_for_others(
    admin: Client, cast: Cast, version: str
) -> None:
    field = define(cast.actor("administrator"), "Profile", "choice", choices=("Office", "Lab"))
    at = f"{URL}/{field.public_id}/choices"
    now = [ChoiceInput("Lab", "lab"), ChoiceInput("Office", "office")]
    set_custom_choices(actor=cast.actor("administrator"), field=field, choices=now, version=None, at=NOW)
    before = CustomFieldDefinition.objects.get().choices
    answer = admin.post(at, {"label_1": "Office", "label_2": "Laboratory", "version": version})
    assert (answer.status_code, "Somebody else changed these choices" in answer.text) == (409, True)
    assert CustomFieldDefinition.objects.get().choices == before
    drawn = fields_of(answer)
    assert (drawn["label_1"], drawn["label_2"]) == ("Lab", "Office")
    assert admin.post(at, {**drawn, "label_1": "Laboratory"}).status_code == 302


def test_what_is_refused_stands_beside_its_field(admin: Client) -> None:
    answer = admin.post(f"{URL}/new", new(type="choice"))
    assert (answer.status_code, "Give at least one choice." in answer.text) == (422, True)


def test_edit_retire_restore(admin: Client, cast: Cast) -> None:
    field = define(cast.actor("administrator"), "Rack", "text")
    at = f"{URL}/{field.public_id}"
    admin.post(f"{at}/edit", {"label": "Cabinet", "type": "text", "position": "5", "version": field.version})
    admin.post(f"{at}/retire")
    field.refresh_from_db()
    assert (field.label, field.state) == ("Cabinet", "retired")
    admin.post(f"{at}/restore")
    field.refresh_from_db()
    assert field.state == "active"


@pytest.mark.parametrize("path", ["", "/new"])
def test_only_who_manages_the_catalog_comes_here(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.user("technician"))
    assert client.get(URL + path).status_code == 403


def test_the_form_of_an_asset_asks_and_its_page_shows(admin: Client, cast: Cast) -> None:
    actor = cast.actor("administrator")
    define(actor, "Rack", "text")
    define(actor, "Price", "money")
    define(actor, "Contact", "person")
    asset = make(cast, custom_rack="A7", custom_contact=cast.person("employee"))
    form = admin.get(f"/assets/{asset.public_id}/edit").text
    assert 'name="custom_rack"' in form
    assert 'value="A7"' in form
    assert cast.person("employee").name in form
    sent = {"custom_rack": "A8", "custom_price": "1,249.00 EUR", "name": "Laptop", "version": asset.version}
    sent |= {"category": asset.category.public_id, "asset_tag": asset.asset_tag or ""}
    saved = admin.post(f"/assets/{asset.public_id}/edit", sent)
    assert saved.status_code == 302, saved.text
    asset.refresh_from_db()
    assert asset.custom == {
        "rack": "A8",
        "price": {"amount": "1249", "currency": "EUR"},
        "contact": cast.person("employee").pk,
    }
    page = admin.get(f"/assets/{asset.public_id}").text
    assert "A8" in page
    assert "1,249" in page
    assert "<b>Rack</b>" in page


def test_another_day_shows_what_was_then(admin: Client, cast: Cast) -> None:
    define(cast.actor("administrator"), "Rack", "text")
    asset = make(cast, at=NOW - timedelta(days=9), custom_rack="Shelf before")
    edit_asset(
        actor=cast.actor("asset_manager"),
        asset=asset,
        changes={"custom_rack": "Shelf after"},
        version=None,
        at=NOW,
    )
    page = admin.get(f"/assets/{asset.public_id}?as_of={NOW.date() - timedelta(days=2)}").text
    assert page.index("Shelf before") < page.index("Shelf after")


@pytest.mark.parametrize("type_", ["number", "date", "money", "person", "yes_no", "choice"])
def test_the_timeline_tells_what_was_of_another_type(admin: Client, cast: Cast, type_: str) -> None:
    row = define(cast.actor("administrator"), "Rack", "text")
    asset = make(cast, custom_rack="Upstairs")
    edit_asset(
        actor=cast.actor("asset_manager"), asset=asset, changes={"custom_rack": ""}, version=None, at=NOW
    )
    retype(row, type_)
    page = admin.get(f"/assets/{asset.public_id}/timeline")
    assert page.status_code == 200
    assert "Upstairs" in page.text


def test_a_list_shows_filters_and_sorts_by_them(admin: Client, cast: Cast) -> None:
    actor = cast.actor("administrator")
    define(actor, "Rack", "text", is_sortable=True, is_column=True)
    define(actor, "Profile", "choice", choices=("Office", "Lab"), is_filterable=True, is_column=True)
    make(cast, name="First", custom_rack="A1", custom_profile="lab")
    make(cast, name="Second", custom_rack="B2", custom_profile="office")
    page = admin.get("/assets/kind/hardware?sort=-custom_rack").text
    assert page.index("B2") < page.index("A1")
    found = admin.get("/assets/kind/hardware?custom_profile=lab").text
    assert "First" in found
    assert "Second" not in found
    assert "Profile is" in found


def test_the_page_of_a_supplier_has_them(admin: Client, cast: Cast) -> None:
    define(cast.actor("administrator"), "Portal", "link", entity="supplier")
    made = admin.post("/suppliers/new", {"name": "Dell", "custom_portal": "https://a.example/x"})
    page = admin.get(made.headers["Location"]).text
    assert 'href="https://a.example/x"' in page
    assert "a.example/x" in admin.get(made.headers["Location"] + "/edit").text


def test_the_list_costs_no_more_however_many_fields(admin: Client, cast: Cast) -> None:
    make(cast)
    admin.get("/assets/kind/hardware")
    with CaptureQueriesContext(connection) as before:
        admin.get("/assets/kind/hardware")
    for number in range(10):
        define(cast.actor("administrator"), f"Field {number}", "text")
    admin.get("/assets/kind/hardware")
    with CaptureQueriesContext(connection) as after:
        admin.get("/assets/kind/hardware")
    assert len(after) == len(before)
