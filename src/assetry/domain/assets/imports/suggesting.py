"""What an import proposes for a file: columns, statuses. Everything can be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from assetry.domain.assets.imports.cells import Problem, read_column
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.targets import plain_fields, targets_of_kind
from assetry.domain.assets.imports.words import fold, suggest_status
from assetry.domain.assets.status_models import Status
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for, only_category_of
from assetry.domain.organization.models import Company
from assetry.kernel.fields import FieldType
from assetry.platform.imports.mapping import Match, suggest_targets
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.records.suggesting import kept_for
from assetry.platform.imports.runs import find_options_for
from assetry.platform.permissions.actor import Actor

MOST_STATUS_WORDS = 60


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word of the file, how many rows have it, and the name of ours that it seems to mean ("" for none)."""

    word: str
    count: int
    suggestion: str


def suggest_columns(sheet: Sheet, kind: AssetKind) -> list[Match]:
    """A target for each column."""
    return suggest_targets(sheet.headers, targets_of_kind(kind))


def statuses_of(actor: Actor, kind: AssetKind) -> list[Status]:
    """The statuses that assets of the kind can have."""
    usable = Status.objects.visible_to(actor).filter(kinds__kind=kind, is_archived=False)
    return list(usable.order_by("position", "id"))


def status_words(sheet: Sheet, columns: Sequence[str], statuses: Sequence[Status]) -> list[StatusWord]:
    """The words of the status column, most used first."""
    if "status" not in columns:
        return []
    place = list(columns).index("status")
    counts: dict[str, list[str]] = {}
    for row in sheet.rows:
        if text := " ".join(row[place].split()):
            counts.setdefault(fold(text), []).append(text)
    ranked = sorted(counts.values(), key=len, reverse=True)[:MOST_STATUS_WORDS]
    found = [(texts[0], len(texts), suggest_status(texts[0], statuses)) for texts in ranked]
    return [StatusWord(word, count, status.name if status else "") for word, count, status in found]


def suggest_options(
    actor: Actor, run: ImportRun, sheet: Sheet, *, columns: tuple[str, ...] | None = None
) -> ImportOptions:
    """Options for a file as it looks, with its sure matches or the columns given.

    The company of somebody who has just one stands in for empty cells, and so does a kind's only category.
    """
    kind = get_kind_for(actor, run.kind)
    if columns is None:
        columns = tuple(match.target if match.sure else "" for match in suggest_columns(sheet, kind))
    words = status_words(sheet, columns, statuses_of(actor, kind))
    companies = list(Company.objects.visible_to(actor).values_list("public_id", flat=True)[:2])
    category = only_category_of(actor, kind)
    return ImportOptions(
        columns=columns,
        headers=sheet.headers,
        encoding=sheet.read_as.encoding,
        delimiter=sheet.read_as.delimiter,
        sheet=sheet.read_as.sheet,
        company=companies[0] if len(companies) == 1 else "",
        category=category.public_id if category else "",
        statuses={fold(word.word): word.suggestion for word in words if word.suggestion},
    )


def options_of(actor: Actor, run: ImportRun, sheet: Sheet) -> ImportOptions:
    """What was decided for the run; else what was decided for a file with the same headers; else a suggestion."""
    if run.options:
        return ImportOptions.from_json(run.options)
    earlier = find_options_for(actor, run, sheet.headers)
    if earlier is None:
        return suggest_options(actor, run, sheet)
    return kept_for(ImportOptions.from_json(earlier), sheet)


def unclear_dates(sheet: Sheet, options: ImportOptions, kind: AssetKind) -> list[str]:
    """The headers of date columns in which no value proves the order of day and month."""
    found = []
    fields = plain_fields(kind.facet, kind.code)
    for place, target in enumerate(options.columns):
        if target in fields and fields[target].type is FieldType.DATE:
            cells = read_column(target, [row[place] for row in sheet.rows], options, fields)
            if options.dates is None and any(isinstance(cell, Problem) for cell in cells):
                found.append(sheet.headers[place])
    return found
