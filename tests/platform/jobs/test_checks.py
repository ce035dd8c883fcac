"""The checks of jobs: hanging, overdue, failed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from assetry.platform.doctor.checks import Level
from assetry.platform.jobs import checks

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
LATER = NOW + timedelta(hours=1)


def insert(status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'fold', %s)",
            [status],
        )


def test_a_job_without_its_worker_is_named() -> None:
    assert checks.check_stalled(NOW).level is Level.OK
    insert("doing")
    finding = checks.check_stalled(NOW)
    assert (finding.level, finding.rows[0].startswith("fold (")) == (Level.PROBLEM, True)


def test_a_job_of_a_living_worker_is_fine() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
            "VALUES ('default', 'fold', 'doing', %s)",
            [worker],
        )
    assert checks.check_stalled(NOW).level is Level.OK
    assert checks.check_stalled(LATER).level is Level.PROBLEM


def test_what_waits_too_long_is_a_problem() -> None:
    insert("todo")
    assert checks.check_waiting(NOW).level is Level.OK
    assert checks.check_waiting(LATER).level is Level.PROBLEM


def test_a_failed_job_is_a_warning() -> None:
    assert checks.check_failed(NOW).level is Level.OK
    insert("failed")
    assert checks.check_failed(NOW).level is Level.WARNING
