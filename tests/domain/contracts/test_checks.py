"""Doctor sees a mirror that says otherwise than what it is made from."""

from datetime import date

import pytest

from assetry.domain.contracts.checks import check_cover, check_endings
from assetry.domain.contracts.models import AssetCover, Ending
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_contract, make_coverage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def covered(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(
            cast.company, facet={"warranty_ends_on": date(2026, 1, 31)}, ends_on=date(2027, 1, 1)
        )
        make_coverage(make_contract(cast.company, auto_renews=True, renewal_months=12, notice_count=3), asset)


def test_all_is_well_after_writing() -> None:
    assert (check_cover(NOW).level, check_endings(NOW).level) == (Level.OK, Level.OK)


def test_a_wrong_day_of_cover_is_named() -> None:
    AssetCover.objects.update(covered_until=date(2030, 1, 1))
    assert check_cover(NOW).level is Level.PROBLEM


def test_an_end_that_is_missing_is_named() -> None:
    Ending.objects.filter(what="warranty").delete()
    assert check_endings(NOW).rows[0].startswith("warranty ")
