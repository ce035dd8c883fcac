"""A kind of the organization's own, from Settings to its list, its own fields, its file and the API."""

import pytest

from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetKind, Category
from tests.cast import Cast
from tests.platform.custom_fields.fields import define
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Measuring device",
    "name_plural": "Measuring devices",
    "icon": "box",
    "is_custodied": "true",
}
LIST = "/assets/kind/measuring-device"


@pytest.fixture
def kind(cast: Cast) -> AssetKind:
    """Made in Settings."""
    made = client_of(cast, "administrator").post("/settings/kinds/new", WORDS)
    assert made.status_code == 302
    return AssetKind.objects.get(code="measuring-device")


@pytest.mark.usefixtures("kind")
def test_it_has_a_list_and_a_place_in_the_sidebar(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    page = text_of(client.get(LIST))
    assert "No measuring devices yet" in page
    assert "New: Measuring device" in page
    sidebar = client.get("/counts/", headers={"HX-Current-URL": f"http://testserver{LIST}"}).content.decode()
    assert f'<a href="{LIST}" title="Measuring devices" aria-current="page">' in sidebar


def test_its_form_asks_for_its_own_fields_and_its_list_filters_by_them(cast: Cast, kind: AssetKind) -> None:
    define(cast.actor("administrator"), "Range", "text", kind=kind.code, is_filterable=True)
    client = client_of(cast, "asset_manager")
    assert "Range" in text_of(client.get("/assets/new/measuring-device"))
    assert "Range" not in text_of(client.get("/assets/new/hardware"))
    category = Category.objects.get(kind=kind)
    sent = {
        "company": cast.company.public_id,
        "category": category.public_id,
        "name": "Caliper",
        "custom_range": "15 cm",
    }
    assert client.post("/assets/new/measuring-device", sent).status_code == 302
    for text, found in (("15 cm", True), ("20 cm", False)):
        listed = client.get(LIST, {"filter": f'custom_range eq "{text}"'})
        assert ("Caliper" in text_of(listed)) is found
    file = client.get("/exports/asset", {"kind": kind.code, "filter": 'name eq "Caliper"', "columns": "all"})
    assert "15 cm" in b"".join(file).decode()
    assert Asset.objects.get(name="Caliper").kind == kind
