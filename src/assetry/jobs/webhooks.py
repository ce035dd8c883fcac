"""Sends one message of the outbox of webhooks."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from assetry.platform.webhooks import sending

# Tried again after 3, 9, 27 seconds … : three days until the last time.
MOST_ATTEMPTS = 11


@app.task(retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3), pass_context=True)
def send_delivery(context: JobContext, delivery_id: int) -> None:
    """Send it once, however often the job is delivered; a receiver that is away is tried again."""
    try:
        sending.send_delivery(delivery_id, at=datetime.now(UTC))
    except sending.NotArrived:
        if context.job.attempts >= MOST_ATTEMPTS:
            sending.give_up(delivery_id)
        raise
