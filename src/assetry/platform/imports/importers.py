"""How files of an entity come in: in a way of its own that its area registers, else as records are imported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assetry.kernel.registry import entity_named
from assetry.platform.imports.mapping import Match, Target
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.records.described import targets_of
from assetry.platform.imports.records.operations import check_records, import_records
from assetry.platform.imports.records.suggesting import options_of, suggest_columns, suggest_options
from assetry.platform.imports.undoing import Restore, restore_records
from assetry.platform.jobs.progress import Report
from assetry.platform.permissions.actor import Actor


class Check(Protocol):
    """The dry run, kept with the run."""

    def __call__(self, *, actor: Actor, run: ImportRun, options: ImportOptions, at: datetime) -> Any: ...


class Apply(Protocol):
    """The transaction that stays."""

    def __call__(self, *, actor: Actor, run: ImportRun, report: Report, at: datetime) -> Any: ...


@dataclass(frozen=True, kw_only=True)
class Importer:
    """The steps of one import. `columns` suggests, `options` are those that were decided, here or before; `restore`
    is for taking it back.
    """

    targets: Callable[[Actor, ImportRun], Sequence[Target]]
    columns: Callable[[Actor, ImportRun, Sheet], Sequence[Match]]
    suggest: Callable[[Actor, ImportRun, Sheet], ImportOptions]
    options: Callable[[Actor, ImportRun, Sheet], ImportOptions]
    check: Check
    apply: Apply
    restore: Restore = restore_records


_importers: dict[str, Importer] = {}
RECORDS = Importer(
    targets=lambda _actor, run: targets_of(entity_named(run.entity)),
    columns=lambda _actor, run, sheet: suggest_columns(sheet, entity_named(run.entity)),
    suggest=lambda actor, run, sheet: suggest_options(actor, entity_named(run.entity), sheet),
    options=options_of,
    check=check_records,
    apply=import_records,
)


def register_importer(entity: str, importer: Importer) -> None:
    """Give an entity a way of its own; called once, from `AppConfig.ready`."""
    _importers[entity] = importer


def importer_of(run: ImportRun) -> Importer:
    """How a run's file comes in."""
    return _importers.get(run.entity, RECORDS)
