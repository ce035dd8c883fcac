"""Cells in the type of what they fill: each distinct text of a column is read once, however many rows repeat it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.dates import DateOrder, parse_date, possible_orders
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import parse_amount
from assetry.kernel.refusals import InvalidValue
from assetry.kernel.text import clean_text
from assetry.kernel.values import clean_value
from assetry.platform.imports.amounts import split_amount
from assetry.platform.imports.columns import date_order, decimal_separator
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.words import fold

NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be used, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cost cell says; `mark` is the currency that stands with it: a code, or a sign that several have."""

    number: Decimal
    mark: str = ""


type Cell = Any  # None: empty; a Problem; else the value in the target's type
type Reader = Callable[[str], Cell]


def read_with(reader: Reader, texts: Sequence[str]) -> list[Cell]:
    """A column's cells; an empty one is None."""
    known = {text: reader(text) if text and not text.isspace() else None for text in set(texts)}
    return [known[text] for text in texts]


def reader_of(field: Field, texts: Sequence[str], options: ImportOptions) -> Reader:
    """How cells of a field are read. How dates and decimals are written is decided by the whole column."""
    field = replace(field, required=False)
    if field.type is FieldType.DATE:
        return partial(_date, order=options.dates or date_order(set(texts)))
    if field.type in _NUMBERS:
        separator = options.decimal or decimal_separator(set(texts))
        return partial(_NUMBERS[field.type], field, separator=separator)
    return partial(_choice if field.type is FieldType.CHOICE else _text, field)


def read_name(text: str, *, longest: int = NAME_LENGTH) -> Cell:
    """The name of something."""
    name = " ".join(clean_text(text).split())
    if len(name) > longest:
        return Problem(
            _("“%(text)s…” is longer than %(longest)d characters.") % {"text": name[:30], "longest": longest}
        )
    return name or None


def _text(field: Field, text: str) -> Cell:
    """Spreadsheets break lines in cells; a code has none."""
    return _clean(field, " ".join(text.split()) if field.type is FieldType.CODE else text)


def _choice(field: Field, text: str) -> Cell:
    for choice in field.choices:
        if fold(text) in {fold(str(choice.label)), choice.value}:
            return choice.value
    return _unknown_choice(field, text)


def _clean(field: Field, value: Any) -> Cell:
    try:
        return clean_value(field, value)
    except InvalidValue as refusal:
        return Problem(f"{field.label}: {refusal}")


def _date(text: str, *, order: DateOrder | None) -> Cell:
    try:
        return parse_date(text, order)
    except ValueError:
        if order is None and possible_orders(text):
            return Problem(_("“%(text)s”: say whether day or month comes first in dates.") % {"text": text})
        return Problem(_("“%(text)s” is no date.") % {"text": text})


def _amount(field: Field, text: str, *, separator: str | None) -> Cell:
    parts = split_amount(text)
    if parts is None:
        return Problem(_("“%(text)s” is no amount.") % {"text": text})
    written, mark = parts
    number = _number(field, written, separator=separator)
    return number if isinstance(number, Problem) else Amount(number, mark)


def _money(field: Field, text: str, *, separator: str | None) -> Cell:
    """An amount with its currency: what an asset's cost may leave out, a custom field needs."""
    amount = _amount(replace(field, type=FieldType.MONEY), text, separator=separator)
    if isinstance(amount, Problem):
        return amount
    return _clean(field, {"amount": amount.number, "currency": amount.mark})


def _number(field: Field, text: str, *, separator: str | None) -> Cell:
    if separator is None and ("," in text or "." in text):
        return Problem(
            _("“%(text)s”: say whether a comma or a point stands before the decimals.") % {"text": text}
        )
    try:
        number = parse_amount(text, separator or ".")
    except ValueError:
        return Problem(_("“%(text)s” is no number.") % {"text": text})
    return _clean(field, number)


def _unknown_choice(field: Field, text: str) -> Problem:
    words = ", ".join(str(choice.label) for choice in field.choices)
    return Problem(
        _("%(field)s: “%(text)s” is none of %(words)s.")
        % {"field": field.label, "text": text, "words": words}
    )


_NUMBERS: Mapping[FieldType, Callable[..., Cell]] = {
    FieldType.MONEY: _amount,
    FieldType.AMOUNT: _money,
    FieldType.NUMBER: _number,
}
