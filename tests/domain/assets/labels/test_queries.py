"""Which assets may be labeled, and by whom."""

import pytest
from django.db.models import Q

from assetry.domain.assets.labels.queries import list_assets_to_label, with_codes
from assetry.domain.assets.labels.refusals import NothingToLabel
from assetry.kernel.refusals import NotPermitted
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def test_they_come_in_the_order_of_their_tags(cast: Cast) -> None:
    with signed("test"):
        second, first = make_asset(cast.company, asset_tag="B"), make_asset(cast.company, asset_tag="A")
    assert list_assets_to_label(cast.actor("technician"), Q()) == [first, second]


def test_tags_and_public_ids_both_name_an_asset(cast: Cast) -> None:
    with signed("test"):
        tagged, other = make_asset(cast.company, asset_tag="lt-1"), make_asset(cast.company)
        make_asset(cast.company)
    chosen = with_codes(["lt-1", other.public_id.lower()])
    assert set(list_assets_to_label(cast.actor("technician"), chosen)) == {tagged, other}


def test_assets_of_another_company_are_as_if_they_were_not_there(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company)
    with pytest.raises(NothingToLabel):
        list_assets_to_label(cast.actor("stranger"), Q())


@pytest.mark.parametrize("role", ["auditor", "employee"])
def test_who_may_not_print_is_refused(cast: Cast, role: str) -> None:
    with pytest.raises(NotPermitted):
        list_assets_to_label(cast.actor(role), Q())
