"""The checks of the register: each thing is broken past the operations, and named."""

from collections.abc import Callable

import pytest
from psycopg.types.range import TimestamptzRange

from assetry.domain.assets import checks
from assetry.domain.assets.models import Asset, Custody, StatusCount, StatusPeriod, TagCounter
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Finding, Level
from assetry.platform.search.models import SearchDocument
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_location

pytestmark = pytest.mark.django_db
ALL: list[Callable[..., Finding]] = [
    checks.check_mirrors,
    checks.check_periods,
    checks.check_counters,
    checks.check_search,
    checks.check_tags,
    checks.check_doubled_tags,
]


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, location=make_location(cast.company))


@pytest.mark.parametrize("check", ALL)
def test_a_sound_register_passes(asset: Asset, check: Callable[..., Finding]) -> None:
    assert check(NOW).level is Level.OK


def test_a_row_that_tells_another_place_is_named(asset: Asset) -> None:
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(location=None)
    finding = checks.check_mirrors(NOW)
    assert (finding.level, finding.rows) == (Level.PROBLEM, (asset.public_id,))


@pytest.mark.parametrize("periods", [Custody, StatusPeriod])
def test_a_gap_between_periods_is_named(asset: Asset, periods: type[Custody] | type[StatusPeriod]) -> None:
    period = periods.objects.get(asset=asset)
    start = period.period.lower
    with signed("test"):
        periods.objects.filter(pk=period.pk).update(period=TimestamptzRange(start, NOW.replace(year=2031)))
    finding = checks.check_periods(NOW)
    assert (finding.level, finding.rows) == (Level.PROBLEM, (asset.public_id,))


def test_a_wrong_counter_is_named(asset: Asset) -> None:
    StatusCount.objects.update(n=7)
    finding = checks.check_counters(NOW)
    assert (finding.level, finding.rows) == (Level.PROBLEM, ("assets_statuscount: 1",))


def test_an_asset_that_search_does_not_know_is_named(asset: Asset) -> None:
    SearchDocument.objects.filter(entity="asset").delete()
    assert checks.check_search(NOW).rows == (asset.public_id,)


def test_unused_tags_are_counted_without_blame(cast: Cast, asset: Asset) -> None:
    # Counters are taken on a connection of their own: those of other tests stay.
    before = checks.unused_tags()
    with signed("test"):
        make_asset(cast.company, asset_tag="QX-0002")
    TagCounter.objects.create(company_id=cast.company.pk, prefix="QX-", next_number=6)
    assert checks.unused_tags() == before + 4
    assert checks.check_tags(NOW).level is Level.OK
