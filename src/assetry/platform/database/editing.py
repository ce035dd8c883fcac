"""The narrow save: lock one row, check that nobody saved meanwhile, write only what changed."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from assetry.kernel.refusals import NotFound, StalePage


def lock_row[M: models.Model](queryset: "models.QuerySet[M]", pk: object, version: int | None) -> M:
    """The row, locked until the end of the transaction.

    Raises NotFound, and StalePage when `version` is given and the row has another one.
    """
    row = queryset.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound
    if version is not None and getattr(row, "version", version) != version:
        raise StalePage
    return row


def save_changes(row: models.Model, changes: Mapping[str, Any]) -> frozenset[str]:
    """Set the attributes that differ and save them with the next version; returns their names.

    Nothing is written when nothing differs.
    """
    changed = frozenset(name for name, value in changes.items() if getattr(row, name) != value)
    if changed:
        for name in changed:
            setattr(row, name, changes[name])
        row.version = models.F("version") + 1  # type: ignore[attr-defined]
        row.save(update_fields=[*sorted(changed), "version"])
        row.refresh_from_db(fields=["version"])
    return changed


def count_save(row: models.Model) -> None:
    """Give a locked row its next version: something that belongs to it changed beside it."""
    type(row)._base_manager.filter(pk=row.pk).update(version=models.F("version") + 1)
    row.refresh_from_db(fields=["version"])
