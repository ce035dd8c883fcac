"""Which release each asset runs, found again: what imports and edits of many said since."""

from procrastinate.contrib.django import app

from assetry.domain.assets.support import settle_support


@app.periodic(cron="*/20 * * * *")
@app.task(queueing_lock="settle_support")
def settle(timestamp: int) -> None:
    """Three times an hour; what is in step already is not written."""
    settle_support()
