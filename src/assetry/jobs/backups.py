"""The backup of the day, made by the worker."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from assetry.platform.backups.current import current_source
from assetry.platform.backups.making import make_scheduled_backup
from assetry.platform.backups.queries import backup_settings
from assetry.platform.faults import Fault

logger = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="make_backup", lock="make_backup")
def make_due_backup(timestamp: int) -> None:
    """Make it if its time has come, also hours late; delivered twice, it is made once.

    A failure is noted down, where `doctor` finds it; the next try is an hour later.
    """
    try:
        make_scheduled_backup(
            current_source(), backup_settings(), Path(settings.DATA_DIR), at=datetime.now(UTC)
        )
    except Fault as fault:
        logger.error("No backup was made: %s", fault)  # noqa: TRY400 - a fault's sentence says it all
