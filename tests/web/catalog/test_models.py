"""Models, categories, manufacturers: who sees and changes them, and the picture of a model."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from assetry.domain.assets.operations import edit_asset
from assetry.domain.catalog.models import AssetModel, AssetModelPicture, Category, Manufacturer
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category, make_model, make_supplier

pytestmark = pytest.mark.django_db


def _client(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def _picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue(), "image/png")


SHARED = (
    "/models",
    "/suppliers",
    *(f"/settings/{name}" for name in ("categories", "manufacturers", "kinds", "statuses", "tag-schemes")),
)


@pytest.mark.parametrize("url", SHARED)
@pytest.mark.parametrize("role", ["technician", "auditor", "stranger"])
def test_who_works_with_assets_reads_what_companies_share(cast: Cast, url: str, role: str) -> None:
    assert _client(cast, role).get(url).status_code == 200


@pytest.mark.parametrize("url", SHARED)
def test_an_employee_reads_none_of_it(cast: Cast, url: str) -> None:
    assert _client(cast, "employee").get(url).status_code == 403


@pytest.mark.parametrize("entity", ["model", "supplier", "category", "manufacturer", "status", "kind"])
def test_an_employee_is_offered_none_of_it(cast: Cast, entity: str) -> None:
    with signed("test"):
        make_model("Latitude 5450")
        make_supplier("Bechtle")
    assert "data-value" in _client(cast, "technician").get(f"/_options/{entity}").content.decode()
    assert "data-value" not in _client(cast, "employee").get(f"/_options/{entity}").content.decode()


def test_an_employee_s_own_asset_names_it_in_words_without_links(cast: Cast) -> None:
    with signed("test"):
        model, supplier = make_model("Latitude 5450"), make_supplier("Bechtle")
        asset = make_asset(
            cast.company,
            status="In use",
            category=model.category,
            model=model,
            manufacturer=model.manufacturer,
            supplier=supplier,
            holder_person=cast.person("employee"),
        )
    seen = _client(cast, "technician").get(f"/assets/{asset.public_id}").content.decode()
    own = _client(cast, "employee").get(f"/assets/{asset.public_id}").content.decode()
    for row, url in ((model, "/models/"), (supplier, "/suppliers/")):
        assert row.name in own
        assert f"{url}{row.public_id}" in seen
        assert f"{url}{row.public_id}" not in own


def test_an_employee_reads_in_the_timeline_which_supplier_it_was(cast: Cast) -> None:
    with signed("test"):
        supplier = make_supplier("Bechtle")
        asset = make_asset(cast.company, status="In use", holder_person=cast.person("employee"))
    changes = {"supplier": supplier}
    edit_asset(actor=cast.actor("technician"), asset=asset, changes=changes, version=None, at=NOW)
    page = _client(cast, "employee").get(f"/assets/{asset.public_id}/timeline").content.decode()
    assert "Bechtle" in page
    assert f"/suppliers/{supplier.public_id}" not in page


@pytest.mark.parametrize("url", ["/models/new", "/settings/categories/new", "/settings/manufacturers/new"])
@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_who_may_not_change_the_catalog_sees_no_form(cast: Cast, url: str, role: str) -> None:
    assert _client(cast, role).get(url).status_code == 403
    assert _client(cast, role).post(url, {"name": "X"}).status_code == 403


def test_a_model_is_made_by_a_form(cast: Cast) -> None:
    with signed("test"):
        laptops, maker = make_category("Laptop"), make_model("Other").manufacturer
    sent = {
        "name": "Latitude 5450",
        "number": "P141G",
        "manufacturer": maker.public_id,
        "category": laptops.public_id,
        "useful_life_months": "48",
    }
    answer = _client(cast, "asset_manager").post("/models/new", sent)
    made = AssetModel.objects.get(name="Latitude 5450")
    assert answer.headers["Location"] == f"/models/{made.public_id}"
    assert (made.manufacturer, made.category, made.useful_life_months) == (maker, laptops, 48)


def test_support_that_ends_before_the_sale_is_said_beside_the_field(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    sent = {
        "name": "Latitude 5450",
        "manufacturer": model.manufacturer.public_id,
        "category": model.category.public_id,
        "end_of_sale_on": "2026-05-01",
        "end_of_support_on": "2025-05-01",
        "version": "1",
    }
    answer = _client(cast, "asset_manager").post(f"/models/{model.public_id}/edit", sent)
    assert answer.status_code == 422
    assert "Support cannot end before the sale does" in answer.content.decode()
    assert "2025-05-01" in answer.content.decode()


def test_a_model_counts_the_assets_that_the_reader_sees(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
        for company in (cast.company, cast.company, cast.other_company):
            make_asset(company, model=model, manufacturer=model.manufacturer, category=model.category)
    page = _client(cast, "technician").get(f"/models/{model.public_id}").content.decode()
    assert '<span class="count">2</span>' in page
    assert f"/assets?model={model.public_id}" in page


def test_an_employee_is_told_nothing_of_the_assets_of_a_model(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    page = _client(cast, "employee").get(f"/models/{model.public_id}").content.decode()
    assert "Assets of this model" not in page


@pytest.mark.parametrize(("kind", "url"), [("category", "categories"), ("manufacturer", "manufacturers")])
def test_a_doubled_name_is_said_beside_the_field(cast: Cast, kind: str, url: str) -> None:
    with signed("test"):
        model = make_model("Latitude 5450", make_category("Laptop"))
    taken = getattr(model, kind).name
    sent = {"name": taken.upper(), "kind": model.category.kind.public_id}
    answer = _client(cast, "asset_manager").post(f"/settings/{url}/new", sent)
    assert answer.status_code == 409
    assert "exists already" in answer.content.decode()


def test_a_category_and_a_manufacturer_are_made_by_forms(cast: Cast) -> None:
    with signed("test"):
        kind = make_category().kind
    client = _client(cast, "asset_manager")
    client.post("/settings/categories/new", {"name": "Docks", "kind": kind.public_id})
    client.post("/settings/manufacturers/new", {"name": "Eizo", "website": "https://eizo.example"})
    assert Category.objects.get(name="Docks").kind == kind
    assert Manufacturer.objects.get(name="Eizo").website == "https://eizo.example"


def test_a_picture_is_stored_small_and_shown_on_model_and_asset(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
        asset = make_asset(
            cast.company, model=model, manufacturer=model.manufacturer, category=model.category
        )
    client = _client(cast, "asset_manager")
    answer = client.post(f"/models/{model.public_id}/picture", {"picture": _picture()})
    stored = AssetModelPicture.objects.get(model=model)
    address = f"/models/{model.public_id}/picture/{stored.sha256}.webp"
    assert answer.status_code == 302
    assert (stored.width, stored.height) == (640, 427)
    assert address in client.get(f"/models/{model.public_id}").content.decode()
    assert address in client.get(f"/assets/{asset.public_id}").content.decode()


def test_a_picture_is_served_inert_and_for_ever(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    client = _client(cast, "asset_manager")
    client.post(f"/models/{model.public_id}/picture", {"picture": _picture()})
    stored = AssetModelPicture.objects.get(model=model)
    answer = _client(cast, "technician").get(f"/models/{model.public_id}/picture/{stored.sha256}.webp")
    assert answer.content == bytes(stored.content)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_employee_sees_the_picture_of_what_they_hold_and_no_other(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    _client(cast, "asset_manager").post(f"/models/{model.public_id}/picture", {"picture": _picture()})
    stored = AssetModelPicture.objects.get(model=model)
    url = f"/models/{model.public_id}/picture/{stored.sha256}.webp"
    assert _client(cast, "employee").get(url).status_code == 404
    with signed("test"):
        make_asset(
            cast.company,
            status="In use",
            category=model.category,
            model=model,
            manufacturer=model.manufacturer,
            holder_person=cast.person("employee"),
        )
    assert _client(cast, "employee").get(url).status_code == 200


def test_a_picture_is_taken_away(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    client, url = _client(cast, "asset_manager"), f"/models/{model.public_id}/picture"
    client.post(url, {"picture": _picture()})
    assert f"{url}/remove" in client.get(f"/models/{model.public_id}").content.decode()
    assert f"{url}/remove" not in _client(cast, "auditor").get(f"/models/{model.public_id}").content.decode()
    answer = client.post(f"{url}/remove", follow=True)
    assert "The picture of Latitude 5450 is removed." in answer.content.decode()
    assert not AssetModelPicture.objects.exists()
    assert "has no picture" in client.post(f"{url}/remove", follow=True).content.decode()


def test_a_picture_needs_an_account_and_its_own_hash(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    url = f"/models/{model.public_id}/picture/{'0' * 64}.webp"
    assert Client().get(url).status_code == 302
    assert _client(cast, "employee").get(url).status_code == 404


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("x.svg", b"<svg onload='alert(1)'/>"), "is no picture that can be read"),
        (SimpleUploadedFile("x.jpg", b"0" * 8_000_001), "larger than 8 MB"),
    ],
    ids=["markup", "too large"],
)
def test_a_file_that_is_no_picture_is_said_in_the_form(
    cast: Cast, file: SimpleUploadedFile, words: str
) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    answer = _client(cast, "asset_manager").post(f"/models/{model.public_id}/picture", {"picture": file})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AssetModelPicture.objects.exists()


def test_no_file_at_all_is_said_too(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    answer = _client(cast, "asset_manager").post(f"/models/{model.public_id}/picture")
    assert (answer.status_code, "Choose a file." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_who_may_not_change_the_catalog_gives_no_picture(cast: Cast, role: str) -> None:
    with signed("test"):
        model = make_model("Latitude 5450")
    answer = _client(cast, role).post(f"/models/{model.public_id}/picture", {"picture": _picture()})
    assert answer.status_code == 403
