"""Sends reports: every quarter of an hour, for hours begin at other minutes elsewhere."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from assetry.platform.reports.sending import send_all


@app.periodic(cron="2,17,32,47 * * * *")
@app.task(queueing_lock="send_reports")
def send_reports(timestamp: int) -> None:
    """Late but once, however long the worker was away, and however many of these run."""
    send_all(at=datetime.now(UTC))
