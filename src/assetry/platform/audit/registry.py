"""Which table is declared as what: the models' `trail` attributes and the tables of libraries."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models

from assetry.platform.audit.tables import Declaration, Evidence, Technical, Trailed
from assetry.platform.audit.third_party import TABLES


def declarations() -> Mapping[str, Declaration]:
    """Every declared table and its declaration, by table name."""
    return dict(TABLES) | {table: found for table, found in _models() if found is not None}


def declaration_of(table: str) -> Declaration | None:
    """What a table is declared as; None when it is not (its model is gone, or an oversight)."""
    return declarations().get(table)


def undeclared_tables() -> list[str]:
    """Tables of installed apps that nobody declared, sorted: a test keeps this empty."""
    return sorted({table for table, found in _models() if found is None} - TABLES.keys())


def _models() -> Iterator[tuple[str, Declaration | None]]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model._meta.db_table, _trail_of(model)


def _trail_of(model: type[models.Model]) -> Declaration | None:
    found = getattr(model, "trail", None)
    return found if isinstance(found, Trailed | Evidence | Technical) else None
