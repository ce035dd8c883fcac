"""Checks of jobs: somebody works on them, and none hangs or has failed."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import WORK, Check, Finding, Level, register_checks

# The worker takes up what is due within seconds, and what a killed one left within a minute and a half.
PATIENCE = timedelta(minutes=10)

_STALLED = """
    SELECT j.id, j.task_name FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < %(before)s)
    ORDER BY j.id LIMIT 100
"""
_WAITING = """
    SELECT count(*) FROM procrastinate_jobs j
    WHERE j.status = 'todo' AND coalesce(j.scheduled_at, (
        SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id
    )) < %(before)s
"""
_FAILED = "SELECT id, task_name FROM procrastinate_jobs WHERE status = 'failed' ORDER BY id DESC LIMIT 100"


def register() -> None:
    """Register the checks of jobs."""
    register_checks(
        Check(name="jobs_stalled", label=_("Stalled jobs"), group=WORK, run=check_stalled),
        Check(name="jobs_waiting", label=_("Waiting jobs"), group=WORK, run=check_waiting),
        Check(name="jobs_failed", label=_("Failed jobs"), group=WORK, run=check_failed),
    )


def check_stalled(at: datetime) -> Finding:
    """A job whose worker is silent is taken up again by the next one."""
    found = _jobs(_STALLED, at)
    if found:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Jobs that were begun by a worker that is gone: %(n)d.") % {"n": len(found)},
            mend=_("Start the worker (`assetry up` or `assetry worker`): it takes them up again."),
            rows=found,
        )
    return Finding(detail=_("No job hangs."))


def check_waiting(at: datetime) -> Finding:
    """What is due long ago waits for a worker that does not run, or is too slow."""
    waiting = int(select(_WAITING, {"before": at - PATIENCE})[0][0])
    if waiting:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Jobs that are due for more than ten minutes: %(n)d.") % {"n": waiting},
            mend=_("Start the worker (`assetry up` or `assetry worker`), or a second one."),
        )
    return Finding(detail=_("Nothing that is due waits."))


def check_failed(at: datetime) -> Finding:
    """A job that failed for good stays until somebody has looked."""
    found = _jobs(_FAILED, at)
    if found:
        return Finding(
            level=Level.WARNING,
            detail=_("Jobs that have failed: %(n)d, the last was %(job)s.")
            % {"n": len(found), "job": found[0]},
            mend=_("Look for its words in the worker's log."),
            rows=found,
        )
    return Finding(detail=_("No job has failed."))


def _jobs(query: str, at: datetime) -> tuple[str, ...]:
    return tuple(f"{name} ({job})" for job, name in select(query, {"before": at - PATIENCE}))
