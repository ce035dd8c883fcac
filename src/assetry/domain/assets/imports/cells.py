"""The cells of an import of assets: described fields, and what only such an import knows."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _

from assetry.kernel.fields import Field
from assetry.kernel.money import is_currency
from assetry.platform.imports.cells import (
    NAME_LENGTH,
    Amount,
    Cell,
    Problem,
    Reader,
    read_name,
    read_with,
    reader_of,
)
from assetry.platform.imports.options import ImportOptions

__all__ = ["NAME_LENGTH", "Amount", "Cell", "Problem", "read_column", "read_columns"]

MAX_WARRANTY_MONTHS = 1200
# Longest texts of what is looked up or made by name.
_LENGTHS = {
    "holder_username": 150,
    "holder_email": 254,
    "model_number": 120,
    "public_id": 40,
    "location": 1200,
    "checkout_location": 1200,
}


def read_columns(
    rows: Sequence[Sequence[str]], options: ImportOptions, fields: Mapping[str, Field]
) -> dict[str, list[Cell]]:
    """For each mapped target one cell per row; `fields` are those whose cell is the value itself."""
    columns = list(zip(*rows, strict=True)) if rows else [() for _target in options.columns]
    return {
        target: read_column(target, columns[place], options, fields)
        for place, target in enumerate(options.columns)
        if target
    }


def read_column(
    target: str, texts: Sequence[str], options: ImportOptions, fields: Mapping[str, Field]
) -> list[Cell]:
    """One target's cells."""
    return read_with(_reader(target, texts, options, fields), texts)


def _reader(target: str, texts: Sequence[str], options: ImportOptions, fields: Mapping[str, Field]) -> Reader:
    if target == "warranty_months":
        return _months
    if target not in fields:
        return partial(read_name, longest=_LENGTHS.get(target, NAME_LENGTH))
    return _currency if target == "cost_currency" else reader_of(fields[target], texts, options)


def _currency(text: str) -> Cell:
    code = text.strip().upper()
    return (
        code
        if is_currency(code)
        else Problem(_("“%(text)s” is no currency. Write a code such as EUR.") % {"text": text})
    )


def _months(text: str) -> Cell:
    match = re.fullmatch(
        r"\s*([0-9]{1,4})(?:[.,]0+)?\s*(?:(m|months?|monate?|mo)|(y|years?|yrs?|jahre?))?\.?\s*",
        text,
        re.IGNORECASE,
    )
    months = int(match[1]) * (12 if match[3] else 1) if match else -1
    if not 0 <= months <= MAX_WARRANTY_MONTHS:
        return Problem(_("“%(text)s” is no number of months.") % {"text": text})
    return months
