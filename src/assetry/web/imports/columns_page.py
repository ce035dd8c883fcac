"""The page "Match columns": how the file was read stands first, then columns, statuses, and what may be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.registry import entity_named
from assetry.platform.imports.columns import describe_column
from assetry.platform.imports.importers import importer_of
from assetry.platform.imports.mappings import NAME_LENGTH, list_mappings_for
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.sniffing import DELIMITERS, ENCODINGS
from assetry.platform.permissions.actor import Actor
from assetry.web.components.fields import FieldView, Option
from assetry.web.components.parts import Link, Note, Step, Words
from assetry.web.imports.asset_rules import asset_rules
from assetry.web.imports.record_rules import record_rules
from assetry.web.imports.rules import Rules, StatusLine, select
from assetry.web.imports.steps import crumbs_of, steps_at
from assetry.web.imports.subjects import Subject


@dataclass(frozen=True, kw_only=True)
class MappedColumn:
    """One line of `<c-mapping-table>`."""

    header: str
    samples: str
    filled: Words
    field: FieldView
    match: str


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
    subject: Subject,
    sheet: Sheet,
    options: ImportOptions,
    notes: Sequence[Note],
    url: str,
) -> ColumnsPage:
    """The page for a file as it is read and matched now."""
    columns = _columns(actor, run, sheet, options)
    rules = _rules(actor, subject, sheet, options)
    return ColumnsPage(
        title=_("Match columns"),
        summary=file_summary(run, sheet),
        crumbs=crumbs_of(subject, run.file_name),
        steps=steps_at("columns", run),
        notes=[*notes, *_date_note(rules.unclear_dates)],
        read_as=[*_read_as(sheet, options), *_mappings(actor, run)],
        counts=_counts(columns),
        columns=columns,
        statuses=rules.statuses,
        rules=[*rules.fields, _save_as()],
        run_url=url,
    )


def _rules(actor: Actor, subject: Subject, sheet: Sheet, options: ImportOptions) -> Rules:
    if subject.kind is not None:
        return asset_rules(actor, subject.kind, sheet, options)
    return record_rules(actor, entity_named(subject.entity), sheet, options)


def file_summary(run: ImportRun, sheet: Sheet) -> str:
    """Name, rows and columns of the file."""
    count = len(sheet.rows) + len(sheet.ragged)
    rows = ngettext("%(n)d row", "%(n)d rows", count) % {"n": count}
    columns = ngettext("%(n)d column", "%(n)d columns", len(sheet.headers)) % {"n": len(sheet.headers)}
    return f"{run.file_name} · {rows} · {columns}"


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
        select("encoding", _("Characters"), list(ENCODINGS.items()), sheet.read_as.encoding),
        select("delimiter", _("Cells divided by"), delimiters, sheet.read_as.delimiter),
    ]
    sheets = [(name, name) for name in sheet.sheets]
    return [
        *([select("sheet", _("Sheet"), sheets, sheet.read_as.sheet)] if sheets else text),
        select("dates", _("Dates"), orders, options.dates or ""),
        select("decimal", _("Before decimals"), decimals, options.decimal),
    ]


def _mappings(actor: Actor, run: ImportRun) -> list[FieldView]:
    found = [(mapping.public_id, mapping.name) for mapping in list_mappings_for(actor, run)]
    if not found:
        return []
    return [select("mapping", _("Use a saved mapping"), [("", _("as it stands below")), *found], "")]


def _save_as() -> FieldView:
    return FieldView(
        name="save_as",
        label=_("Save this mapping as"),
        max_length=NAME_LENGTH,
        help=_("Empty: it is not saved. A file with the same columns finds it by itself."),
    )


def _columns(actor: Actor, run: ImportRun, sheet: Sheet, options: ImportOptions) -> list[MappedColumn]:
    importer = importer_of(run)
    targets, suggested = importer.targets(actor, run), importer.columns(actor, run, sheet)
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


def _date_note(unclear: Sequence[str]) -> list[Note]:
    if not unclear:
        return []
    text = _("No date in %(headers)s proves whether day or month comes first. Choose it under “Dates”.")
    return [Note(tone="warn", text=text % {"headers": ", ".join(unclear)})]
