"""What the worker does for the trail: seal it, and make room for the months to come."""

import logging

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from assetry.platform.audit.sealing.head import head_file
from assetry.platform.audit.sealing.sealer import HeadMismatch, seal_events
from assetry.platform.database.outages import no_room_in

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_trail")
def seal_trail(timestamp: int) -> None:
    """Seal what can change no more; `doctor` names a tail that stays, or a head that does not fit."""
    try:
        seal_events(head_file())
    except HeadMismatch as mismatch:
        logger.error("%s", mismatch)  # noqa: TRY400 - the sentence says it all, every minute
    except OSError as error:
        if no_room_in(error) is None:
            raise
        logger.error("The head of the trail has no room (%s); it is tried again in a minute.", error.strerror)  # noqa: TRY400


@app.periodic(cron="41 2 * * 1")
@app.task(queueing_lock="make_trail_months", retry=RetryStrategy(max_attempts=5, wait=60))
def make_trail_months(timestamp: int) -> None:
    """Make the tables of the months to come, two years ahead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.audit_make_months()")
