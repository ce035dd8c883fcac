"""Contracts from one term to the next, where nobody ended them in time."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from assetry.domain.contracts.rolling import roll_over_contracts

logger = logging.getLogger(__name__)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="roll_over_contracts")
def roll_over(timestamp: int) -> None:
    """Hourly, for each company's own midnight; what a stopped worker missed is made up for."""
    _made, stuck = roll_over_contracts(at=datetime.now(UTC))
    for name in stuck:
        logger.warning("The next term of contract %s cannot be kept: look at its price and its months.", name)
