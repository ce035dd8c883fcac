"""What is derived of assets, found again: the releases they run, the class of what they store."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from assetry.domain.assets.classes import settle_classes
from assetry.domain.assets.support import settle_support


@app.periodic(cron="*/20 * * * *")
@app.task(queueing_lock="settle_support")
def settle(timestamp: int) -> None:
    """Three times an hour: what imports and edits of many said since, overrides that ran out."""
    settle_support()
    settle_classes(None, today=datetime.now(UTC).date())
