"""The dry run: a file and what was decided about it become a plan. Writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import custom_fields_of
from assetry.domain.assets.imports.cells import Problem, read_columns
from assetry.domain.assets.imports.custom import CustomRules
from assetry.domain.assets.imports.deciding import Decider
from assetry.domain.assets.imports.directory import Directory
from assetry.domain.assets.imports.erasing import Eraser
from assetry.domain.assets.imports.existing import find_existing
from assetry.domain.assets.imports.lifecycle import Lifecycle
from assetry.domain.assets.imports.matching import Matcher
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.people import People
from assetry.domain.assets.imports.plan import Action, Plan, Ref, RowPlan, made_by
from assetry.domain.assets.imports.resolving import Resolved, Resolver
from assetry.domain.assets.imports.targets import HOLDER_TARGETS, plain_fields, targets_of_kind
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_category_for
from assetry.domain.organization.queries import get_company_for
from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotPermitted
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.refusals import ColumnsUnknown
from assetry.platform.jobs.progress import Report, silent
from assetry.platform.permissions.actor import Actor

_TELL_EVERY = 5000


def make_plan(
    *,
    actor: Actor,
    kind: AssetKind,
    sheet: Sheet,
    options: ImportOptions,
    remembered: Mapping[int, str],
    at: datetime,
    report: Report = silent,
) -> Plan:
    """What the import of a file would do.

    `remembered` are public ids of assets that earlier imports of the same file made, by row.
    Raises NotPermitted, ColumnsUnknown, NotFound (a default company or category that is not there).
    """
    actor.require(P.IMPORT)
    _check_columns(sheet, options, kind)
    directory = Directory(actor, kind, options.create)
    lifecycle = Lifecycle(kind, directory)
    company = _default_company(actor, options)
    category: Ref | None = get_category_for(actor, options.category).pk if options.category else None
    columns = read_columns(sheet.rows, options, plain_fields(kind.facet, kind.code))
    resolver = Resolver(
        directory,
        options,
        columns=columns,
        statuses=lifecycle.statuses,
        default_company=company,
        default_category=category,
    )
    companies = [resolver.company_of(place) for place in range(len(sheet.rows))]
    custom = custom_fields_of(kind.code)
    if _names_people(options, custom):
        resolver.people = lifecycle.people = People(
            directory, (found for found in companies if isinstance(found, int))
        )
    rows = list(_resolved(resolver, sheet, companies, report))
    if options.erases:
        _erase(kind, rows, columns, custom)
    matcher = Matcher(_existing(rows, remembered, kind), options.match, remembered)
    owned = (row.company for row in rows if isinstance(row.company, int))
    rules = CustomRules(custom, (row.custom for row in rows), owned)
    decider = Decider(directory, lifecycle, matcher, category, rules=rules, at=at)
    plans = [decider.decide(row) for row in rows]
    plans += [_ragged(sheet, number) for number in sheet.ragged]
    plans.sort(key=lambda plan: plan.number)
    accepted = [plan for plan in plans if plan.action in {Action.CREATE, Action.UPDATE}]
    unmapped = [header for header, target in zip(sheet.headers, options.columns, strict=True) if not target]
    return Plan(rows=plans, made=made_by(accepted), unmapped=unmapped)


def _check_columns(sheet: Sheet, options: ImportOptions, kind: AssetKind) -> None:
    known = {target.name for target in targets_of_kind(kind)}
    if len(options.columns) != len(sheet.headers):
        raise ColumnsUnknown(name=", ".join(options.columns), names=", ".join(sheet.headers))
    used = [target for target in options.columns if target]
    wrong = next((target for target in used if target not in known or used.count(target) > 1), None)
    if wrong is not None:
        raise ColumnsUnknown(name=wrong, names=", ".join(sorted(known)))


def _default_company(actor: Actor, options: ImportOptions) -> Ref | None:
    if not options.company:
        return None
    company = get_company_for(actor, options.company)
    if not actor.may(P.IMPORT, company_id=company.pk):
        raise NotPermitted(permission=P.IMPORT)
    return company.pk


def _names_people(options: ImportOptions, custom: Mapping[str, Field]) -> bool:
    people = [name for name, field in custom.items() if field.reference]
    return not {*HOLDER_TARGETS, "owner_person", *people}.isdisjoint(options.columns)


def _resolved(
    resolver: Resolver, sheet: Sheet, companies: Sequence[Ref | Problem | None], report: Report
) -> Iterator[Resolved]:
    total = len(sheet.rows)
    for place, number in enumerate(sheet.numbers):
        if place % _TELL_EVERY == 0:
            report("check", place, total)
        yield resolver.resolve(place, number, companies[place])


def _erase(
    kind: AssetKind,
    rows: Sequence[Resolved],
    columns: Mapping[str, Sequence[Any]],
    custom: Mapping[str, Field],
) -> None:
    eraser = Eraser(kind.facet, columns, {name: field.key for name, field in custom.items()})
    for place, row in enumerate(rows):
        eraser.erase(row, (name for name, cells in columns.items() if cells[place] is None))


def _existing(rows: Sequence[Resolved], remembered: Mapping[int, str], kind: AssetKind) -> list[Any]:
    usable = [row for row in rows if isinstance(row.company, int)]
    companies = {row.company for row in usable if isinstance(row.company, int)}
    if not companies:
        return []
    return find_existing(
        companies,
        tags=(row.values["asset_tag"] for row in usable if row.values.get("asset_tag")),
        serials=(row.values["serial_key"] for row in usable if row.values.get("serial_key")),
        public_ids={*(row.public_id for row in usable if row.public_id), *remembered.values()},
        facet=kind.facet,
    )


def _ragged(sheet: Sheet, number: int) -> RowPlan:
    return RowPlan(
        number=number,
        action=Action.REFUSE,
        label=next(iter(sheet.ragged[number]), "")[:60],
        reasons=[sheet.ragged_reason(number)],
    )
