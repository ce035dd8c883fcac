"""A file with assets of several kinds, as an export of all assets is: each row is planned as what its kind says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from assetry.domain.assets.imports.checking import make_plan
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.plan import Plan
from assetry.domain.assets.imports.suggesting import statuses_of
from assetry.domain.assets.imports.targets import targets_of_kind
from assetry.domain.assets.imports.words import fold
from assetry.domain.catalog.models import AssetKind
from assetry.platform.imports.reading import Sheet
from assetry.platform.jobs.progress import Report, silent
from assetry.platform.permissions.actor import Actor

_NOTHING: Final[frozenset[str]] = frozenset()


def plan_file(
    *,
    actor: Actor,
    kind: AssetKind,
    sheet: Sheet,
    options: ImportOptions,
    remembered: Mapping[int, str],
    at: datetime,
    report: Report = silent,
) -> Plan:
    """As `make_plan`. Rows that name no kind are of the chosen one; those of other kinds make nothing along."""
    parts = _by_kind(actor, kind, sheet, options)
    plans = []
    for each, part in parts.items():
        chosen = options if each == kind else _options_of(actor, each, options)
        plan = make_plan(
            actor=actor,
            kind=each,
            sheet=part,
            options=chosen,
            remembered=remembered,
            at=at,
            report=report,
        )
        for row in plan.rows:
            row.kind_id = each.pk
        plans.append(plan)
    first, *others = plans
    if not others:
        return first
    rows = sorted((row for plan in plans for row in plan.rows), key=lambda row: row.number)
    return Plan(rows=rows, made=first.made, unmapped=first.unmapped)


def _by_kind(actor: Actor, kind: AssetKind, sheet: Sheet, options: ImportOptions) -> dict[AssetKind, Sheet]:
    """The rows of each kind, the chosen one first; a word that is no kind of ours means something else."""
    place = options.column_of("kind")
    if place is None:
        return {kind: sheet}
    known = {
        fold(word): found
        for found in AssetKind.objects.visible_to(actor)
        for word in (found.code, found.name)
    }
    kinds = {word: known.get(fold(word), kind) for word in {row[place] for row in sheet.rows}}
    if set(kinds.values()) <= {kind}:
        return {kind: sheet}
    places: dict[AssetKind, list[int]] = {kind: []}
    for at, row in enumerate(sheet.rows):
        places.setdefault(kinds[row[place]], []).append(at)
    return {
        each: replace(
            sheet,
            rows=[sheet.rows[at] for at in those],
            numbers=[sheet.numbers[at] for at in those],
            ragged=sheet.ragged if each == kind else {},
        )
        for each, those in places.items()
    }


def _options_of(actor: Actor, kind: AssetKind, options: ImportOptions) -> ImportOptions:
    """What was decided for the file, as far as it holds for another kind than the chosen one."""
    known = {target.name for target in targets_of_kind(kind)}
    names = {fold(status.name) for status in statuses_of(actor, kind)}
    statuses = {
        word: name for word, name in options.statuses.items() if word not in names and fold(name) in names
    }
    columns = tuple(target if target in known else "" for target in options.columns)
    return replace(options, columns=columns, statuses=statuses, category="", create=_NOTHING)
