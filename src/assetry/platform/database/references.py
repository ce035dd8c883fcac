"""What refers to the rows of a table: foreign keys, and what hangs on things of any entity."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from assetry.platform.audit.tables import Trailed
from assetry.platform.database.reading import model_of


@cache
def referring(table: str) -> tuple[tuple[type[models.Model], str], ...]:
    """Every column that refers to rows of a table, also where the model named no way back."""
    found = model_of(table)._meta.get_fields(include_hidden=True)
    relations: list[Any] = [field for field in found if field.auto_created and field.is_relation]
    return tuple(
        (relation.related_model, relation.field.attname)
        for relation in relations
        if not relation.concrete and relation.field.concrete
    )


@cache
def hanging_models() -> tuple[type[models.Model], ...]:
    """The models whose trailed rows hang on things of any entity: files, comments, decisions."""
    return tuple(
        model
        for model in apps.get_models()
        if isinstance(getattr(model, "trail", None), Trailed)
        and {"object_id"} < {field.name for field in model._meta.fields}
        and _column_of_kind(model)
    )


def keys_hung_on(model: type[models.Model], entity: str, table: str, keys: Sequence[int]) -> set[int]:
    """Those of the keys on which a row of the model hangs."""
    named = {"entity": entity, "object_table": table}
    column = _column_of_kind(model)
    rows = model._base_manager.filter(**{column: named[column]}, object_id__in=list(keys))
    return set(rows.values_list("object_id", flat=True))


def _column_of_kind(model: type[models.Model]) -> str:
    names = {field.name for field in model._meta.fields}
    return next((name for name in ("entity", "object_table") if name in names), "")
