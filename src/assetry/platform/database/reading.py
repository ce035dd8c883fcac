"""Reading one row by its public id, and the model of a table."""

from functools import cache

from django.apps import apps
from django.db import models

from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import NotFound


def row_of[M: models.Model](rows: "models.QuerySet[M]", public_id: str) -> M:
    """The row of that public id, as people may type it. Raises NotFound, also for what can be no public id."""
    # Not `first()`: it sorts, and for a sort Django compares each of the selected columns (250 of an asset).
    for row in rows.filter(public_id=normalize_public_id(public_id) or "")[:1]:
        return row
    raise NotFound


@cache
def model_of(table: str) -> type[models.Model]:
    """The model whose rows lie in that table."""
    return next(model for model in apps.get_models() if model._meta.db_table == table)
