"""What the worker does by itself."""

import pytest
from procrastinate.contrib.django import app

from assetry.domain.assets.counts import recount_differences
from assetry.domain.assets.models import LocationCount
from assetry.jobs.housekeeping import fold_asset_counters
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


def test_folding_leaves_one_row_a_key_and_no_difference(cast: Cast) -> None:
    with signed("test"):
        for _ in range(3):
            make_asset(cast.company)
    fold_asset_counters(timestamp=0)
    assert LocationCount.objects.count() == 1
    assert set(recount_differences().values()) == {0}


def test_the_worker_knows_the_job() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    assert "assetry.jobs.housekeeping.fold_asset_counters" in app.tasks
