"""Licenses from one day to the next: terms begin and run out without anybody writing a line."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from assetry.domain.software.seats import recount


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="recount_licenses")
def recount_licenses(timestamp: int) -> None:
    """Count what is in force today; hourly, for each company's own midnight."""
    recount(datetime.now(UTC))
