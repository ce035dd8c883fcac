"""Mappings under a name: which header goes where, for the next file of the same kind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assetry.kernel.text import clean_text
from assetry.platform.database.reading import row_of
from assetry.platform.imports.models import ImportMapping, ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.records.suggesting import kept_for
from assetry.platform.permissions.actor import Actor

NAME_LENGTH = 80


def list_mappings_for(actor: Actor, run: ImportRun) -> Sequence[ImportMapping]:
    """The actor's own for files of the same, by name."""
    return list(_own(actor, run).order_by("name", "pk"))


def save_mapping(*, actor: Actor, run: ImportRun, name: str, options: ImportOptions, at: datetime) -> None:
    """Keep a mapping under a name, in place of an earlier one of that name; without a name nothing is kept."""
    cleaned = clean_text(name)[:NAME_LENGTH]
    if not cleaned:
        return
    kept = replace(options, mended={})
    values: Mapping[str, Any] = {
        "targets": dict(zip(options.headers, options.columns, strict=True)),
        "options": kept.to_json(),
        "saved_at": at,
    }
    if not _own(actor, run).filter(name__iexact=cleaned).update(name=cleaned, **values):
        ImportMapping.objects.create(
            user_id=actor.user_id, entity=run.entity, kind=run.kind, name=cleaned, **values
        )


def find_mapping_for(actor: Actor, run: ImportRun, headers: Sequence[str]) -> ImportMapping | None:
    """The latest one whose headers are those of a file, in any order."""
    wanted = sorted(headers)
    return next(
        (one for one in _own(actor, run).order_by("-saved_at") if sorted(one.targets) == wanted), None
    )


def get_mapping_for(actor: Actor, run: ImportRun, public_id: str) -> ImportMapping:
    """One of the actor's own; raises NotFound."""
    found: ImportMapping = row_of(_own(actor, run), public_id)
    return found


def with_mapping(mapping: ImportMapping, sheet: Sheet) -> ImportOptions:
    """Its decisions for a file as it is read; headers that it does not know are left out."""
    columns = tuple(mapping.targets.get(header, "") for header in sheet.headers)
    kept = kept_for(ImportOptions.from_json(mapping.options), sheet)
    return replace(kept, columns=columns, headers=sheet.headers)


def _own(actor: Actor, run: ImportRun) -> Any:
    return ImportMapping.objects.filter(user_id=actor.user_id, entity=run.entity, kind=run.kind)
