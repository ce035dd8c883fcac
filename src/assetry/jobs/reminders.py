"""Sends reminders: every hour, for what is the right hour somewhere."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from assetry.platform.reminders.running import sweep_all

logger = logging.getLogger(__name__)


@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="sweep_reminders")
def sweep_reminders(timestamp: int) -> None:
    """Late but once, however long the worker was away, and however many of these run."""
    for name in sweep_all(at=datetime.now(UTC)):
        logger.warning(
            "The reminder policy %s could not be read: its filter names what is no longer there.", name
        )
