"""Builds and drops the indexes of custom fields."""

from django.db import DatabaseError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from assetry.platform.custom_fields import indexing

MOST_ATTEMPTS = 5


@app.task(retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3), pass_context=True)
def settle_custom_field(context: JobContext, definition_id: int) -> None:
    """Bring a field's indexes in step with its definition; what failed for good is shown beside the field."""
    try:
        indexing.settle_indexes(definition_id)
    except DatabaseError as error:
        if context.job.attempts >= MOST_ATTEMPTS:
            indexing.failed(definition_id, str(error), using=indexing.OWNER_ALIAS)
        raise
