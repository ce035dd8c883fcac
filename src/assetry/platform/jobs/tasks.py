"""Jobs about jobs: bringing back what a killed worker left, and forgetting what is long done."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

KEEP_HOURS = 24 * 14


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs whose worker has not been heard of for half a minute back into the queue.

    They run again from the start: every job can bear that, because what it does is one transaction or idempotent.
    Where another one waits already under the same queueing lock, that one does the work, and this one is over.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_done_jobs", pass_context=True, retry=RetryStrategy(max_attempts=3))
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:
    """Delete what succeeded two weeks ago and more; failures stay until somebody looks."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)
