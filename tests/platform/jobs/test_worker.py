"""Jobs run, and come back when their worker was killed."""

import os
import subprocess
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from assetry.jobs.sealing import make_trail_months
from assetry.platform.jobs.tasks import forget_done_jobs, retry_stalled_jobs
from tests.support.running import command

pytestmark = pytest.mark.django_db(transaction=True)


def tables(sql: str, *parameters: object) -> None:
    """Procrastinate's models are read-only on purpose."""
    app.connector.get_sync_connector().execute_query(sql % tuple(parameters))


def deferred(task: Any) -> int:
    """A job that waits; its number."""
    return int(task.defer(timestamp=0))


def work() -> None:
    """Let a worker of its own do what waits, as `assetry up` starts one."""
    subprocess.run(command("worker", "--once"), env=application_variables(), check=True, timeout=60)


def application_variables() -> dict[str, str]:
    """The application's settings on this test's database, as the application role."""
    hidden = {"DJANGO_SETTINGS_MODULE", "ASSETRY_OWNER_DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


def status(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def test_a_deferred_job_is_worked_on() -> None:
    job = deferred(forget_done_jobs)
    work()
    assert status(job) == "succeeded"


def test_a_job_whose_worker_was_killed_comes_back() -> None:
    job = deferred(forget_done_jobs)
    tables("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    dead = ProcrastinateWorker.objects.get()
    tables("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", dead.pk, job)
    deferred(retry_stalled_jobs)
    work()
    work()
    assert status(job) == "succeeded"


def test_a_job_that_another_one_stands_in_for_keeps_no_other_from_coming_back() -> None:
    doubled, other = deferred(forget_done_jobs), deferred(make_trail_months)
    tables("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    dead = ProcrastinateWorker.objects.get()
    tables("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id <= %s", dead.pk, other)
    waiting = deferred(forget_done_jobs.configure(schedule_in={"hours": 1}))
    deferred(retry_stalled_jobs)
    work()
    work()
    assert (status(doubled), status(other), status(waiting)) == ("aborted", "succeeded", "todo")


def test_a_job_whose_worker_lives_is_left_alone() -> None:
    job = deferred(forget_done_jobs)
    tables("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 hour')")
    living = ProcrastinateWorker.objects.get()
    tables("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", living.pk, job)
    deferred(retry_stalled_jobs)
    work()
    assert status(job) == "doing"


def test_jobs_done_long_ago_are_forgotten_and_failures_kept() -> None:
    done, failed = deferred(forget_done_jobs), deferred(retry_stalled_jobs)
    work()
    tables("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", failed)
    tables("UPDATE procrastinate_events SET at = now() - interval '30 days'")
    deferred(forget_done_jobs)
    work()
    assert not ProcrastinateJob.objects.filter(pk=done).exists()
    assert status(failed) == "failed"
