"""Sends one mail of the outbox."""

from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from assetry.platform.notifications import sending

# Tried again after 3, 9, 27 seconds … : three days until the last time.
MOST_ATTEMPTS = 11


@app.task(retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3), pass_context=True)
def send_mail(context: JobContext, mail_id: int) -> None:
    """Send it once, however often the job is delivered; a server that is away is tried again."""
    try:
        sending.send_mail(mail_id, at=datetime.now(UTC))
    except OSError:  # smtplib's own are of this kind too
        if context.job.attempts >= MOST_ATTEMPTS:
            sending.give_up(mail_id)
        raise
