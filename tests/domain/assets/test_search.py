"""What an asset is found by, kept in step by triggers."""

import pytest

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import check_out_asset, edit_asset, set_identifiers
from assetry.domain.organization.operations import edit_person
from assetry.platform.audit.signed import signed
from assetry.platform.search.queries import is_searchable, matching_ids
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_model, make_person

pytestmark = pytest.mark.django_db


def _found(text: str) -> list[int]:
    return sorted(Asset.objects.filter(id__in=matching_ids("asset", text)).values_list("id", flat=True))


@pytest.mark.parametrize("text", ["lt-1043", "7hx2k9", "latitude", "yuki's", "LATITUDE lt-10"])
def test_it_is_found_by_tag_serial_model_and_name(cast: Cast, text: str) -> None:
    with signed("test"):
        asset = make_asset(
            cast.company,
            asset_tag="LT-1043",
            serial_number="7HX2K93",
            name="Yuki's",
            model=(m := make_model("Latitude 5450")),
            manufacturer=m.manufacturer,
        )
        make_asset(cast.company)
    assert _found(text) == [asset.pk]


def test_it_is_found_by_the_holder_and_by_the_holders_new_name(cast: Cast) -> None:
    with signed("test"):
        asset, ana = make_asset(cast.company), make_person(cast.company, "Ana Petrov-Holder")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    assert _found("petrov-h") == [asset.pk]
    edit_person(
        actor=cast.actor("asset_manager"), person=ana, changes={"name": "Ana Novak"}, version=None, at=NOW
    )
    assert (_found("novak"), _found("petrov-h")) == ([asset.pk], [])


def test_it_is_found_by_a_new_tag_and_an_identifier_no_longer_by_a_removed_one(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company)
    actor = cast.actor("asset_manager")
    edit_asset(actor=actor, asset=asset, changes={"asset_tag": "NEW-77"}, version=None, at=NOW)
    set_identifiers(actor=actor, asset=asset, identifiers=[("mac", "3C:18:A0:5F:2B:91")], at=NOW)
    assert _found("new-77") == _found("3c:18:a0") == [asset.pk]
    set_identifiers(actor=actor, asset=asset, identifiers=[], at=NOW)
    assert _found("3c:18:a0") == []


@pytest.mark.parametrize(
    ("text", "searchable"), [("lt", False), ("a b", False), ("lt-1", True), ("x ana", True)]
)
def test_three_characters_make_a_word_searchable(text: str, searchable: bool) -> None:
    assert is_searchable(text) is searchable
