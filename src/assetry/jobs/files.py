"""Deletes the bytes that no row needs any more."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from assetry.platform.files.staging import delete_due


@app.periodic(cron="43 * * * *")
@app.task(queueing_lock="delete_due_files", retry=RetryStrategy(max_attempts=3, wait=60))
def delete_due_files(timestamp: int) -> None:
    """What was removed a week ago, and what was uploaded a day ago for a row that never came."""
    delete_due(at=datetime.now(UTC))
