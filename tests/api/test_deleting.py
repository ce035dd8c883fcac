"""DELETE: what was made by mistake, as it was seen; all else is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from assetry.platform.bulk.models import BulkRun
from tests.api.conftest import Caller
from tests.cast import Cast
from tests.factories import (
    make_asset,
    make_category,
    make_contract,
    make_department,
    make_license,
    make_location,
    make_model,
    make_supplier,
)

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


OWNED: dict[str, Callable[[Cast], Any]] = {
    "assets": lambda cast: make_asset(cast.company),
    "locations": lambda cast: make_location(cast.company),
    "departments": lambda cast: make_department(cast.company),
    "contracts": lambda cast: make_contract(cast.company),
    "licenses": lambda cast: make_license(cast.company),
}
SHARED: dict[str, Callable[[Cast], Any]] = {
    "suppliers": lambda _cast: make_supplier(),
    "categories": lambda _cast: make_category("Phones"),
    "models": lambda _cast: make_model(),
}


# Who keeps the register of another company changes what all share.
STRANGER_TO = {True: "stranger", False: "technician"}


@pytest.mark.parametrize("path", [*OWNED, *SHARED])
def test_a4_who_may_not_change_it_deletes_nothing(
    cast: Cast, admin: Caller, caller: Callable[[str], Caller], path: str
) -> None:
    """A4: as the page decides; of another company it does not even exist."""
    with signed("test"):
        row = {**OWNED, **SHARED}[path](cast)
    url = f"/{path}/{row.public_id}"
    assert caller("auditor")("DELETE", url, if_match="*").status == 403
    assert caller("employee")("DELETE", url, if_match="*").status == 403
    assert caller(STRANGER_TO[path in OWNED])("DELETE", url, if_match="*").status in {403, 404}
    assert type(row).objects.filter(pk=row.pk).exists()
    assert admin("DELETE", url, if_match="*").status == 204


def test_who_may_only_edit_is_refused(cast: Cast, caller: Callable[[str], Caller]) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    answer = caller("technician")("DELETE", f"/assets/{asset.public_id}", if_match="*")
    assert (answer.status, Asset.objects.count()) == (403, 1)
