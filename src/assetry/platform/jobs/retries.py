"""When a job that failed is tried again."""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from assetry.platform.database.outages import outage_of

SECONDS_BETWEEN = 30


class ThroughOutages(BaseRetryStrategy):
    """Again and again while the database is away or its disk is full; whatever else fails stays failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Half a minute later, or never."""
        if outage_of(exception) is None:
            return None
        return RetryDecision(retry_in={"seconds": SECONDS_BETWEEN})
