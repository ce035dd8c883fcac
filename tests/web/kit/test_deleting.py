"""Deleting from a list and from a page: the preview, the result, its undo."""

import pytest

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_supplier
from tests.web.assets.support import client_of, laptop, text_of
from tests.web.kit.test_bulk import begin

pytestmark = pytest.mark.django_db


def test_from_a_selection_to_its_undo(cast: Cast) -> None:
    one, two = laptop(cast, asset_tag="A-1"), laptop(cast, asset_tag="A-2")
    used = laptop(cast, asset_tag="A-3", status="Disposed")
    client = client_of(cast, "administrator")
    page = begin(client, one, two, used, work="delete")
    shown = text_of(client.get(page))
    for words in (
        "Delete 3 assets",
        "Refused 1",
        "Exactly these 2, or none. Undo for 30 days",
        "A-1",
        "Change the status first",
    ):
        assert words in shown
    assert "Choose fields" not in shown
    client.post(page)
    assert list(Asset.objects.all()) == [used]
    shown = text_of(client.get(page))
    assert "2 assets deleted" in shown
    assert "A-1" in text_of(client.get(f"{page}/rows?outcome=change"))
    undo = client.post(f"{page}/undo").headers["Location"]
    assert "A-2" in text_of(client.get(undo))
    client.post(undo)
    assert {asset.asset_tag for asset in Asset.objects.all()} == {"A-1", "A-2", "A-3"}
    assert "Brought back" in text_of(client.get(f"/assets/{one.public_id}/timeline"))


def test_from_the_page_of_one(cast: Cast) -> None:
    with signed("test"):
        supplier = make_supplier("Twice Ltd")
    client = client_of(cast, "administrator")
    url = f"/bulk/supplier/delete?ids={supplier.public_id}&return_to=%2Fsuppliers"
    assert url.replace("&", "&amp;") in client.get(f"/suppliers/{supplier.public_id}").content.decode()
    page = client.post(url).headers["Location"]
    shown = text_of(client.get(page))
    assert "Delete 1 supplier" in shown
    client.post(page)
    assert client.get(f"/suppliers/{supplier.public_id}").status_code == 404
    assert 'href="/suppliers"' in client.get(page).content.decode()


def test_who_may_not_is_not_asked(cast: Cast) -> None:
    asset = laptop(cast)
    client = client_of(cast, "technician")
    assert "/bulk/asset/delete" not in client.get(f"/assets/{asset.public_id}").content.decode()
    assert "/bulk/asset/delete" not in client.get("/assets").content.decode()
    assert client.post("/bulk/asset/delete", {"ids": [asset.public_id]}).status_code == 403
