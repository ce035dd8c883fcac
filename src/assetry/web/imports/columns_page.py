"""The page "Match columns": how the file was read stands first, then columns, statuses, and what may be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.imports.options import CREATABLE, ImportOptions
from assetry.domain.assets.imports.suggesting import (
    StatusWord,
    status_words,
    statuses_of,
    suggest_columns,
    unclear_dates,
)
from assetry.domain.assets.imports.targets import targets_of
from assetry.domain.assets.imports.words import fold
from assetry.domain.assets.status_models import Status
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.queries import list_companies
from assetry.kernel.registry import entity_named
from assetry.platform.imports.columns import describe_column
from assetry.platform.imports.mapping import Target
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.sniffing import DELIMITERS, ENCODINGS
from assetry.platform.permissions.actor import Actor
from assetry.web.components.fields import FieldView, Option
from assetry.web.components.parts import Link, Note, Step, Words
from assetry.web.imports.forms import STATUS
from assetry.web.imports.steps import crumbs_of, steps_at


@dataclass(frozen=True, kw_only=True)
class MappedColumn:
    """One line of `<c-mapping-table>`."""

    header: str
    samples: str
    filled: Words
    field: FieldView
    match: str


@dataclass(frozen=True, kw_only=True)
class StatusLine:
    """One word of the status column and the choice for it."""

    word: str
    count: int
    field: FieldView


@dataclass(frozen=True, kw_only=True)
class ColumnsPage:
    """What `imports/columns.html` draws."""

    title: Words
    summary: Words
    crumbs: Sequence[Link]
    steps: Sequence[Step]
    notes: Sequence[Note]
    read_as: Sequence[FieldView]
    counts: Words
    columns: Sequence[MappedColumn]
    statuses: Sequence[StatusLine]
    rules: Sequence[FieldView]
    run_url: str


def columns_page(
    *,
    actor: Actor,
    run: ImportRun,
    kind: AssetKind,
    sheet: Sheet,
    options: ImportOptions,
    notes: Sequence[Note],
    url: str,
) -> ColumnsPage:
    """The page for a file as it is read and matched now."""
    columns = _columns(kind, sheet, options)
    statuses = statuses_of(actor, kind)
    words = status_words(sheet, options.columns, statuses)
    return ColumnsPage(
        title=_("Match columns"),
        summary=file_summary(run, sheet),
        crumbs=crumbs_of(kind, run.file_name),
        steps=steps_at("columns", run),
        notes=[*notes, *_date_note(sheet, options, kind)],
        read_as=_read_as(sheet, options),
        counts=_counts(columns),
        columns=columns,
        statuses=[_status_line(place, word, options, statuses) for place, word in enumerate(words)],
        rules=_rules(actor, kind, options),
        run_url=url,
    )


def file_summary(run: ImportRun, sheet: Sheet) -> str:
    """Name, rows and columns of the file."""
    count = len(sheet.rows) + len(sheet.ragged)
    rows = ngettext("%(n)d row", "%(n)d rows", count) % {"n": count}
    columns = ngettext("%(n)d column", "%(n)d columns", len(sheet.headers)) % {"n": len(sheet.headers)}
    return f"{run.file_name} · {rows} · {columns}"


def _select(
    name: str,
    label: Words,
    options: Sequence[tuple[str, Words]],
    chosen: str,
    help_: Words = "",
    *,
    half: bool = True,
) -> FieldView:
    views = [Option(value=value, label=word, chosen=value == chosen) for value, word in options]
    return FieldView(
        name=name, label=label, widget="select", options=views, value=chosen, help=help_, half=half
    )


def _read_as(sheet: Sheet, options: ImportOptions) -> list[FieldView]:
    names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("vertical bar")}
    delimiters = [(delimiter, names[delimiter]) for delimiter in DELIMITERS]
    orders = (
        ("", _("as the column proves")),
        ("mdy", _("month first")),
        ("dmy", _("day first")),
        ("ymd", _("year first")),
    )
    decimals = (("", _("as the column proves")), (".", _("a point")), (",", _("a comma")))
    text = [
        _select("encoding", _("Characters"), list(ENCODINGS.items()), sheet.read_as.encoding),
        _select("delimiter", _("Cells divided by"), delimiters, sheet.read_as.delimiter),
    ]
    sheets = [(name, name) for name in sheet.sheets]
    return [
        *([_select("sheet", _("Sheet"), sheets, sheet.read_as.sheet)] if sheets else text),
        _select("dates", _("Dates"), orders, options.dates or ""),
        _select("decimal", _("Before decimals"), decimals, options.decimal),
    ]


def _columns(kind: AssetKind, sheet: Sheet, options: ImportOptions) -> list[MappedColumn]:
    targets = _targets(kind)
    suggested = suggest_columns(sheet, kind)
    cells = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.headers)
    lines = []
    for place, (header, target, match) in enumerate(
        zip(sheet.headers, options.columns, suggested, strict=True)
    ):
        facts = describe_column(cells[place])
        choices = [Option(value="", label=_("Leave out"), chosen=not target)]
        choices += [
            Option(value=known.name, label=known.label, chosen=known.name == target) for known in targets
        ]
        label = _("Field for %(header)s") % {"header": header}
        lines.append(
            MappedColumn(
                header=header,
                samples=" · ".join(facts.samples),
                filled=f"{facts.filled:.0%}",
                field=FieldView(name=f"c{place}", label=label, widget="select", options=choices),
                match="" if not target else "good" if match.sure and match.target == target else "check",
            )
        )
    return lines


def _counts(columns: Sequence[MappedColumn]) -> str:
    found = [column.match for column in columns]
    figures = {"good": found.count("good"), "check": found.count("check"), "left": found.count("")}
    return _("%(good)d matched, %(check)d to check, %(left)d left out") % figures


def _status_line(
    place: int, word: StatusWord, options: ImportOptions, statuses: Sequence[Status]
) -> StatusLine:
    chosen = options.statuses.get(fold(word.word), word.suggestion)
    choices = [Option(value="", label=_("Refuse these rows"), chosen=not chosen)]
    choices += [Option(value=s.name, label=s.name, chosen=s.name == chosen) for s in statuses]
    label = _("Status for %(word)s") % {"word": word.word}
    field = FieldView(
        name=f"{STATUS}{fold(word.word)}", id=f"s{place}", label=label, widget="select", options=choices
    )
    return StatusLine(word=Truncator(word.word).chars(60), count=word.count, field=field)


def _rules(actor: Actor, kind: AssetKind, options: ImportOptions) -> list[FieldView]:
    companies = [
        ("", _("none: refuse the row")),
        *((company.public_id, company.name) for company in list_companies(actor, P.IMPORT)),
    ]
    categories = Category.objects.visible_to(actor).filter(kind=kind, is_archived=False).order_by("name_sort")
    words = {
        "company": _("Companies"),
        "location": _("Locations"),
        "supplier": _("Suppliers"),
        "manufacturer": _("Manufacturers"),
        "model": _("Models"),
        "category": _("Categories"),
        "person": _("People"),
    }
    create = [Option(value=name, label=words[name], chosen=name in options.create) for name in CREATABLE]
    keys = (
        ("asset_tag", _("its tag, else its serial number")),
        ("serial_number", _("its serial number, else its tag")),
    )
    return [
        _select("company", _("Company of rows without one"), companies, options.company),
        _select(
            "category",
            _("Category of new assets without one"),
            [("", _("the model’s")), *((c.public_id, c.name) for c in categories)],
            options.category,
        ),
        _select("match", _("A row means the asset with"), keys, options.match, half=False),
        FieldView(
            name="create",
            label=_("Make what is missing"),
            widget="checkboxes",
            options=create,
            help=_("What is ticked and not there yet is made along; the dry run counts it first."),
        ),
    ]


def _date_note(sheet: Sheet, options: ImportOptions, kind: AssetKind) -> list[Note]:
    unclear = unclear_dates(sheet, options, kind)
    if not unclear:
        return []
    text = _("No date in %(headers)s proves whether day or month comes first. Choose it under “Dates”.")
    return [Note(tone="warn", text=text % {"headers": ", ".join(unclear)})]


def _targets(kind: AssetKind) -> Sequence[Target]:
    return targets_of(kind.facet, custodied=kind.is_custodied, kind=kind.code)


def target_labels(kind: AssetKind) -> dict[str, str]:
    """The words of all targets."""
    return {target.name: str(target.label) for target in _targets(kind)}


def entity_word(name: str, count: int) -> str:
    """ "2 models" for things that are made along."""
    entity = entity_named(name)
    word = entity.label if count == 1 else entity.label_plural
    return f"{count} {str(word).lower()}"
