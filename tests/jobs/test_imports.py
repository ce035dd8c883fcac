"""The job that applies an import: an outage is waited out, an error of ours ends the run with a word."""

from datetime import UTC, datetime

import psycopg
import pytest
from procrastinate.jobs import Job

from assetry.jobs.imports import apply_import
from assetry.platform.imports.models import ImportRun
from assetry.platform.jobs.retries import SECONDS_BETWEEN, ThroughOutages
from tests.cast import NOW, Cast

JOB = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="apply_import", attempts=50)


@pytest.mark.parametrize("outage", [psycopg.errors.DiskFull, psycopg.errors.AdminShutdown])
def test_r15_it_is_tried_again_however_long_the_database_is_away(outage: type[Exception]) -> None:
    decision = ThroughOutages().get_retry_decision(exception=outage(), job=JOB)
    assert decision is not None
    assert decision.retry_at is not None
    assert 0 < (decision.retry_at - datetime.now(UTC)).total_seconds() <= SECONDS_BETWEEN


def test_what_is_no_outage_is_not_tried_again() -> None:
    assert apply_import.retry_strategy is not None
    assert apply_import.get_retry_exception(exception=KeyError(), job=JOB) is None


@pytest.mark.django_db
def test_an_error_of_ours_does_not_leave_a_run_on_its_way(cast: Cast) -> None:
    run = ImportRun.objects.create(
        entity="asset",
        kind="hardware",
        user_id=cast.user("asset_manager").pk,
        content=b"Tag\nA-1",
        stage=ImportRun.Stage.QUEUED,
        options={"columns": 7},
        created_at=NOW,
    )
    with pytest.raises((KeyError, TypeError)):
        apply_import(run_id=run.pk)
    run.refresh_from_db()
    assert (run.stage, run.failure[:25]) == (ImportRun.Stage.FAILED, "Something went wrong here")
