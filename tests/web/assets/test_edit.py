"""Registering and changing assets by form: what is refused, and what two people save at once."""

import pytest
from django.test import Client

from assetry.domain.assets.models import Asset, AssetIdentifier
from assetry.domain.assets.operations import edit_asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_category, make_model, make_person
from tests.web.assets.support import NOW, client_of, fields_of, laptop, text_of

pytestmark = pytest.mark.django_db


def _form(client: Client, asset: Asset) -> dict[str, str]:
    return fields_of(client.get(f"/assets/{asset.public_id}/edit"))


def _save(client: Client, asset: Asset, data: dict[str, str]) -> object:
    return client.post(f"/assets/{asset.public_id}/edit", data)


@pytest.mark.parametrize("kind", ["hardware", "subscription", "information"])
def test_each_kind_is_registered_by_its_own_form(cast: Cast, kind: str) -> None:
    with signed("test"):
        category = make_category("Things", kind)
    client = client_of(cast, "asset_manager")
    url = f"/assets/new/{kind}"
    data = {
        **fields_of(client.get(url)),
        "name": "First one",
        "category": category.public_id,
        "asset_tag": "X-1",
    }
    response = client.post(url, data)
    asset = Asset.objects.get(asset_tag="X-1")
    assert response.headers["Location"] == f"/assets/{asset.public_id}"
    assert (asset.kind.code, asset.company) == (kind, cast.company)


def test_the_model_gives_category_and_manufacturer(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    client = client_of(cast, "technician")
    data = {
        **fields_of(client.get("/assets/new/hardware")),
        "model": model.public_id,
        "cost_amount": "1,249.00",
    }
    client.post("/assets/new/hardware", data)
    asset = Asset.objects.get(model=model)
    assert (asset.category, asset.manufacturer, asset.cost_currency) == (
        model.category,
        model.manufacturer,
        "EUR",
    )


def test_another_one_keeps_what_several_have_in_common(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    client = client_of(cast, "technician")
    data = {**fields_of(client.get("/assets/new/hardware")), "model": model.public_id, "serial_number": "S-1"}
    response = client.post("/assets/new/hardware", {**data, "another": "1"}, follow=True)
    kept = fields_of(response)
    assert (kept["model"], kept["serial_number"]) == (model.public_id, "")


def test_what_is_missing_is_named_at_its_field_and_the_typing_stays(cast: Cast) -> None:
    client = client_of(cast, "technician")
    data = {**fields_of(client.get("/assets/new/hardware")), "name": "Typed", "purchased_on": "31 Foo"}
    response = client.post("/assets/new/hardware", data)
    assert response.status_code == 422
    assert 'href="#f-purchased_on"' in response.content.decode()
    assert fields_of(response)["name"] == "Typed"
    assert Asset.objects.count() == 0


def test_a_taken_tag_is_named_at_its_field(cast: Cast) -> None:
    laptop(cast, asset_tag="LT-1")
    with signed("test"):
        category = make_category()
    client = client_of(cast, "technician")
    data = {
        **fields_of(client.get("/assets/new/hardware")),
        "category": category.public_id,
        "asset_tag": "LT-1",
    }
    response = client.post("/assets/new/hardware", data)
    assert response.status_code == 409
    assert "The tag LT-1 is taken" in text_of(response)


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("employee", 403), ("technician", 200)])
def test_who_may_register(cast: Cast, role: str, status: int) -> None:
    assert client_of(cast, role).get("/assets/new/hardware").status_code == status


def test_only_companies_where_one_may_register_can_be_chosen(cast: Cast) -> None:
    page = client_of(cast, "technician").get("/assets/new/hardware").content.decode()
    assert cast.company.public_id in page
    assert cast.other_company.public_id not in page


def test_another_company_cannot_be_smuggled_in(cast: Cast) -> None:
    with signed("test"):
        category = make_category()
    client = client_of(cast, "technician")
    data = fields_of(client.get("/assets/new/hardware"))
    data |= {"category": category.public_id, "company": cast.other_company.public_id}
    assert client.post("/assets/new/hardware", data).status_code == 422
    assert Asset.objects.count() == 0


@pytest.mark.parametrize(("role", "status"), [("stranger", 404), ("auditor", 403), ("employee", 403)])
def test_who_may_not_change_it_has_no_form(cast: Cast, role: str, status: int) -> None:
    asset = laptop(cast)
    assert client_of(cast, role).get(f"/assets/{asset.public_id}/edit").status_code == status
    assert client_of(cast, role).post(f"/assets/{asset.public_id}/edit", {}).status_code == status


def test_an_unchanged_form_changes_nothing(cast: Cast) -> None:
    asset = laptop(cast, cost_amount="1249", cost_currency="EUR", purchased_on="2026-02-03", note="One\nTwo")
    client = client_of(cast, "technician")
    _save(client, asset, _form(client, asset))
    asset.refresh_from_db()
    assert asset.version == 1


def test_a_change_is_saved_and_the_rest_stays(cast: Cast) -> None:
    with signed("test"):
        lena = make_person(cast.company, "Lena Owner")
    asset = laptop(cast, order_number="PO-1")
    client = client_of(cast, "technician")
    _save(client, asset, {**_form(client, asset), "owner_person": lena.public_id})
    asset.refresh_from_db()
    assert (asset.owner_person, asset.order_number) == (lena, "PO-1")


def test_a_frozen_asset_says_so_and_keeps_the_typing(cast: Cast) -> None:
    asset = laptop(cast, status="Missing")
    client = client_of(cast, "technician")
    response = client.post(f"/assets/{asset.public_id}/edit", {**_form(client, asset), "name": "Typed"})
    assert response.status_code == 409
    assert "frozen by its status" in text_of(response)
    assert fields_of(response)["name"] == "Typed"


def _edited_meanwhile(cast: Cast, asset: Asset, **changes: str) -> None:
    edit_asset(actor=cast.actor("asset_manager"), asset=asset, changes=changes, version=None, at=NOW)


def test_what_both_changed_is_asked_about_and_nothing_is_saved(cast: Cast) -> None:
    asset = laptop(cast, order_number="PO-1")
    client = client_of(cast, "technician")
    form = {**_form(client, asset), "order_number": "PO-MINE", "serial_number": "S-MINE"}
    _edited_meanwhile(cast, asset, order_number="PO-THEIRS")
    response = client.post(f"/assets/{asset.public_id}/edit", form)
    page = text_of(response)
    assert response.status_code == 409
    assert "Priya Nair saved this while you were editing" in page
    assert "PO-1" in page
    assert "PO-MINE" in page
    assert "PO-THEIRS" in page
    asset.refresh_from_db()
    assert (asset.order_number, asset.serial_number) == ("PO-THEIRS", None)


def test_the_choice_is_saved_with_everything_else_that_was_typed(cast: Cast) -> None:
    asset = laptop(cast, order_number="PO-1")
    client = client_of(cast, "technician")
    form = {**_form(client, asset), "order_number": "PO-MINE", "serial_number": "S-MINE"}
    _edited_meanwhile(cast, asset, order_number="PO-THEIRS", note="Theirs")
    question = fields_of(client.post(f"/assets/{asset.public_id}/edit", form))
    client.post(f"/assets/{asset.public_id}/edit", {**question, "order_number": "PO-MINE"})
    asset.refresh_from_db()
    assert (asset.order_number, asset.serial_number, asset.note) == ("PO-MINE", "S-MINE", "Theirs")


def test_their_choice_keeps_what_i_typed_elsewhere(cast: Cast) -> None:
    asset = laptop(cast, order_number="PO-1")
    client = client_of(cast, "technician")
    form = {**_form(client, asset), "order_number": "PO-MINE", "serial_number": "S-MINE"}
    _edited_meanwhile(cast, asset, order_number="PO-THEIRS")
    question = fields_of(client.post(f"/assets/{asset.public_id}/edit", form))
    client.post(f"/assets/{asset.public_id}/edit", {**question, "order_number": "PO-THEIRS"})
    asset.refresh_from_db()
    assert (asset.order_number, asset.serial_number) == ("PO-THEIRS", "S-MINE")


def test_different_fields_are_shown_together_before_they_are_saved(cast: Cast) -> None:
    asset = laptop(cast, order_number="PO-1")
    client = client_of(cast, "technician")
    form = {**_form(client, asset), "serial_number": "S-MINE"}
    _edited_meanwhile(cast, asset, order_number="PO-THEIRS")
    response = client.post(f"/assets/{asset.public_id}/edit", form)
    again = fields_of(response)
    assert response.status_code == 409
    assert (again["serial_number"], again["order_number"]) == ("S-MINE", "PO-THEIRS")
    _save(client, asset, again)
    asset.refresh_from_db()
    assert (asset.serial_number, asset.order_number) == ("S-MINE", "PO-THEIRS")


def test_back_to_the_form_keeps_mine(cast: Cast) -> None:
    asset = laptop(cast, order_number="PO-1")
    client = client_of(cast, "technician")
    form = {**_form(client, asset), "order_number": "PO-MINE"}
    _edited_meanwhile(cast, asset, order_number="PO-THEIRS")
    response = client.post(f"/assets/{asset.public_id}/edit", {**form, "back": "1"})
    assert fields_of(response)["order_number"] == "PO-MINE"


def test_identifiers_are_set_line_by_line(cast: Cast) -> None:
    asset = laptop(cast)
    client = client_of(cast, "technician")
    url = f"/assets/{asset.public_id}/identifiers"
    data = {**fields_of(client.get(url)), "scheme_1": "mac", "value_1": "3C:18:A0:5F:2B:91"}
    client.post(url, data)
    assert [row.value_key for row in AssetIdentifier.objects.filter(asset=asset)] == ["3C18A05F2B91"]


def test_text_of_people_is_no_markup(cast: Cast) -> None:
    asset = laptop(cast, name="<script>alert(1)</script>", note="<b>bold</b>")
    client = client_of(cast, "technician")
    for url in (
        f"/assets/{asset.public_id}",
        f"/assets?peek={asset.public_id}",
        f"/assets/{asset.public_id}/edit",
    ):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold</b>" not in page
