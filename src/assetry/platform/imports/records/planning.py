"""A file of records against what is there: what each row would make or change. Writes nothing."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.imports.actions import Action
from assetry.platform.imports.amounts import SHARED_SIGNS
from assetry.platform.imports.cells import Amount, Cell, Problem, read_name, read_with, reader_of
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.records.comparing import Comparer
from assetry.platform.imports.records.described import (
    COMPANY,
    PUBLIC_ID,
    imported_fields,
    is_owned,
    references_of,
    targets_of,
)
from assetry.platform.imports.records.matching import Matcher
from assetry.platform.imports.records.naming import Names
from assetry.platform.imports.records.plan import RecordPlan, RecordRow, above_first
from assetry.platform.imports.records.references import References
from assetry.platform.imports.refusals import ColumnsUnknown, FileTooLarge
from assetry.platform.permissions.actor import Actor

MAX_RECORDS = 20_000  # each takes an operation of its own


def make_plan(*, actor: Actor, entity: Entity, sheet: Sheet, options: ImportOptions) -> RecordPlan:
    """The plan before any rule of the operations was asked. Raises ColumnsUnknown, FileTooLarge."""
    if len(sheet.rows) > MAX_RECORDS:
        words = {"limit": f"{MAX_RECORDS:,}", "things": entity.label_plural}
        raise FileTooLarge(reason=_("The file has more than %(limit)s rows of %(things)s. Split it.") % words)
    planner = Planner(actor, entity, sheet, options)
    rows = planner.rows()
    rows += [_ragged(sheet, number) for number in sheet.ragged]
    rows.sort(key=lambda row: row.number)
    unmapped = [header for header, target in zip(sheet.headers, options.columns, strict=True) if not target]
    return RecordPlan(rows=rows, missing=planner.references.missing, unmapped=unmapped)


class Planner:
    """Reads the cells, finds what they name, finds what the rows mean, compares."""

    def __init__(self, actor: Actor, entity: Entity, sheet: Sheet, options: ImportOptions) -> None:
        self.actor, self.entity, self.sheet, self.options = actor, entity, sheet, options
        _check_columns(entity, sheet, options)
        self.fields = imported_fields(entity)
        self.is_owned = is_owned(entity)
        self.companies = actor.scope(entity.edit_permission).company_ids
        self.cells = _cells(entity, sheet, options)
        self.company_names = Names(actor, entity_named(COMPANY), self.companies) if self.is_owned else None
        named = {name: field for name, field in references_of(entity).items() if name in self.cells}
        self.references = References(actor, entity, named, options.create)
        self.matcher = Matcher(actor, entity, options.match, self.cells, self.companies)

    def rows(self) -> list[RecordRow]:
        """The rows that have a cell for each header."""
        rows = [self._row(place, number) for place, number in enumerate(self.sheet.numbers)]
        self.references.note_rows(rows, self.cells)
        for place, row in enumerate(rows):
            if row.action is not Action.REFUSE:
                self.references.resolve(row, place, self.cells)
        places = {row: place for place, row in enumerate(rows)}
        compare = Comparer(self.entity, self.references)
        for row in above_first(rows):
            if row.action is not Action.REFUSE:
                self.matcher.match(row, self._cell(PUBLIC_ID, places[row]))
            if row.action is not Action.REFUSE:
                compare(row)
        return rows

    def _row(self, place: int, number: int) -> RecordRow:
        row = RecordRow(number=number)
        if self.is_owned:
            self._company(row, self._cell(COMPANY, place))
        for name in self.cells.keys() & self.fields.keys():
            cell, field = self.cells[name][place], self.fields[name]
            if isinstance(cell, Problem):
                row.refuse(cell.reason)
            elif cell is None and self.options.erases:
                row.values[name] = None
            elif cell is not None and not field.reference:
                row.values[name] = cell.number if isinstance(cell, Amount) else cell
            if (
                isinstance(cell, Amount)
                and cell.mark
                and field.currency_path in self.fields.keys() - self.cells
            ):
                self._currency(row, field.currency_path, cell.mark)
        row.label = str(row.values.get("name") or row.values.get("code") or "")
        return row

    def _currency(self, row: RecordRow, name: str, mark: str) -> None:
        """A code or sign beside an amount says the currency; the company's own which of several has a sign."""
        if mark in SHARED_SIGNS:
            own = self._currencies.get(row.company_id, "")
            if own not in SHARED_SIGNS[mark]:
                words = {"sign": mark}
                row.refuse(
                    _("“%(sign)s” is the sign of several currencies. Write a code such as USD.") % words
                )
            mark = own
        row.values[name] = mark

    @cached_property
    def _currencies(self) -> dict[int | None, str]:
        rows = entity_named(COMPANY).visible_to(self.actor).filter(pk__in=self.companies)
        return dict(rows.values_list("pk", "currency"))

    def _cell(self, target: str, place: int) -> Cell:
        return self.cells[target][place] if target in self.cells else None

    def _company(self, row: RecordRow, cell: Cell) -> None:
        assert self.company_names is not None  # noqa: S101 (rows belong to companies)
        text = cell or self.options.company
        if isinstance(cell, Problem) or not text:
            row.refuse(cell.reason if isinstance(cell, Problem) else _("The row has no company."))
            return
        found = self.company_names.find(None, text)
        if isinstance(found, int):
            row.company_id = found
        else:
            row.refuse((found or self.company_names.not_found(text)).reason)


def _check_columns(entity: Entity, sheet: Sheet, options: ImportOptions) -> None:
    known = {target.name: target for target in targets_of(entity)}
    if len(options.columns) != len(sheet.headers):
        raise ColumnsUnknown(name=", ".join(options.columns), names=", ".join(sheet.headers))
    used = [target for target in options.columns if target]
    for name in used:
        if name not in known or (used.count(name) > 1 and not known[name].joins):
            raise ColumnsUnknown(name=name, names=", ".join(sorted(known)))


def _cells(entity: Entity, sheet: Sheet, options: ImportOptions) -> dict[str, list[Cell]]:
    fields = {name: field for name, field in imported_fields(entity).items() if not field.reference}
    columns: Sequence[Sequence[str]] = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.headers)
    texts: dict[str, list[Sequence[str]]] = {}
    for target, column in zip(options.columns, columns, strict=True):
        if target:
            texts.setdefault(target, []).append(column)
    return {target: _column(fields.get(target), _joined(found), options) for target, found in texts.items()}


def _joined(columns: list[Sequence[str]]) -> Sequence[str]:
    """Several columns of one field: their texts one after the other."""
    if len(columns) == 1:
        return columns[0]
    return [" ".join(text.strip() for text in texts if text.strip()) for texts in zip(*columns, strict=True)]


def _column(field: Field | None, texts: Sequence[str], options: ImportOptions) -> list[Cell]:
    if field is None:
        return read_with(lambda text: read_name(text, longest=1200), texts)
    if field.type is FieldType.YES_NO:
        return read_with(_yes_no(field, reader_of(field, texts, options)), texts)
    return read_with(reader_of(field, texts, options), texts)


def _yes_no(field: Field, reader: Any) -> Any:
    """Yes and no in the words of the reader's language too."""
    words: Mapping[str, bool] = {_("Yes").lower(): True, _("No").lower(): False}
    return lambda text: (
        words.get(text.strip().lower(), None) if text.strip().lower() in words else reader(text)
    )


def _ragged(sheet: Sheet, number: int) -> RecordRow:
    row = RecordRow(number=number, label=next(iter(sheet.ragged[number]), "")[:60])
    row.refuse(sheet.ragged_reason(number))
    return row
