"""What the worker does by itself: fold the counters."""

from procrastinate.contrib.django import app

from assetry.domain.assets.counts import fold_counters


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="fold_counters")
def fold_asset_counters(timestamp: int) -> None:
    """Keep the counters short; reads are exact before and after."""
    fold_counters()
