"""Deleting from a list and from a page: the preview, the result, its undo."""

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant
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


def test_a7_whose_right_is_of_another_company_by_now_reads_no_names(cast: Cast) -> None:
    one = laptop(cast, asset_tag="CANARY-1")
    client = client_of(cast, "asset_manager")
    page = begin(client, one, work="delete")
    client.post(page)
    assert "CANARY-1" in text_of(client.get(f"{page}/rows?outcome=change"))
    with signed("test"):
        Grant.objects.filter(user=cast.user("asset_manager")).update(company=cast.other_company)
        compile_grants([cast.user("asset_manager").pk])
    undo = client.post(f"{page}/undo").headers["Location"]
    for part in (f"{page}/rows?outcome=change", undo, f"{undo}/rows?outcome=refused", f"{undo}/refused.csv"):
        answer = client.get(part)
        assert (answer.status_code, "CANARY-1" in answer.content.decode()) == (200, False)
    client.post(undo)
    assert not Asset.objects.exists()


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
