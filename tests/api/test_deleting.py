"""DELETE: what was made by mistake, as it was seen; all else is refused."""

from collections.abc import Callable

import pytest

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_model, make_supplier

pytestmark = pytest.mark.django_db


def test_an_asset_goes_as_it_was_seen_and_can_come_back(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    url = f"/assets/{asset.public_id}"
    assert admin("DELETE", url).status == 428
    assert admin("DELETE", url, if_match='"7"').status == 412
    assert admin("DELETE", url, if_match='"1"').status == 204
    assert not Asset.objects.exists()
    assert BulkRun.objects.get().stage == BulkRun.Stage.DONE
    assert admin.get(url).status == 404


def test_what_something_refers_to_stays(cast: Cast, admin: Caller) -> None:
    with signed("test"):
        category, supplier = make_category("Phones"), make_supplier()
        make_model(category=category)
    answer = admin("DELETE", f"/categories/{category.public_id}", if_match="*")
    assert (answer.status, answer.data["code"]) == (409, "still_used")
    assert admin("DELETE", f"/suppliers/{supplier.public_id}", if_match="*").status == 204


def test_who_may_only_edit_is_refused(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    answer = caller("technician")("DELETE", f"/assets/{asset.public_id}", if_match="*")
    assert (answer.status, Asset.objects.count()) == (403, 1)
