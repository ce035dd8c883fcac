"""A file of separated values, or a sheet of a workbook, as a table: nothing is shifted or guessed twice."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.platform.exports.formulas import restore
from assetry.platform.imports.refusals import FileTooLarge, FileUnreadable
from assetry.platform.imports.sniffing import (
    DELIMITERS,
    ENCODINGS,
    is_workbook,
    sniff_delimiter,
    sniff_encoding,
)
from assetry.platform.imports.workbooks import read_workbook

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 250_000
MAX_COLUMNS = 200
MAX_CELL = 32 * 1024
_END = "\x1e"  # a line after the last one


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How a file is read; empty: to be found out. `sheet` is the name of a workbook's; others have none."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table. `numbers` are those a spreadsheet shows beside the rows (the first row after the headers is 2).

    `ragged` holds, by number, the rows with more or fewer cells than headers. `sheets` are the names of a workbook's.
    """

    headers: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    ragged: dict[int, list[str]]
    read_as: ReadAs
    sheets: tuple[str, ...] = ()

    def ragged_reason(self, number: int) -> str:
        """Why a ragged row cannot be used."""
        found = len(self.ragged[number])
        cells = ngettext("%(found)d cell", "%(found)d cells", found) % {"found": found}
        return _("The row has %(cells)s for %(headers)d columns.") % {
            "cells": cells,
            "headers": len(self.headers),
        }


def read_sheet(content: bytes, read_as: ReadAs | None = None) -> Sheet:
    """Read a file, as told or as it looks.

    Raises FileTooLarge and FileUnreadable.
    """
    wanted = read_as or ReadAs()
    if len(content) > MAX_BYTES:
        raise FileTooLarge(
            reason=_("The file is larger than %(limit)d MB. Split it.") % {"limit": MAX_BYTES >> 20}
        )
    if is_workbook(content):
        found = read_workbook(content, wanted.sheet)
        return _table(found.rows, ReadAs(sheet=found.sheet), sheets=found.sheets)
    encoding = wanted.encoding if wanted.encoding in ENCODINGS else sniff_encoding(content)
    text, declared = _without_declaration(_decoded(content, encoding))
    delimiter = wanted.delimiter if wanted.delimiter in DELIMITERS else declared or sniff_delimiter(text)
    return _table(_separated(text, delimiter), ReadAs(encoding, delimiter), guarded="'" in text)


def _separated(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a text. One quotation mark too few would make one cell of all that follows: that is refused."""
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        yield from io.StringIO(text, newline="")
        ended = True
        yield _END

    for number, row in enumerate(csv.reader(lines(), delimiter=delimiter), start=1):
        if not ended:
            yield row
        elif row != [_END]:
            raise FileUnreadable(
                reason=_(
                    "A quotation mark opens a cell in row %(number)d and none closes it. Add or remove one."
                )
                % {"number": number}
            )


def _table(
    rows: Iterable[list[str]], read_as: ReadAs, *, sheets: tuple[str, ...] = (), guarded: bool = True
) -> Sheet:
    records = _records(rows, guarded=guarded)
    headers = next(records, None)
    if headers is None:
        raise FileUnreadable(
            reason=_("The file is empty. It needs a first row with the names of its columns.")
        )
    if len(headers[1]) > MAX_COLUMNS:
        raise FileTooLarge(reason=_("The file has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    return _sheet(number_headers(headers[1]), records, read_as, sheets)


def _sheet(
    headers: tuple[str, ...],
    records: Iterator[tuple[int, list[str]]],
    read_as: ReadAs,
    sheets: tuple[str, ...],
) -> Sheet:
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: dict[int, list[str]] = {}
    for number, row in records:
        if len(row) != len(headers):
            ragged[number] = row
            continue
        rows.append(row)
        numbers.append(number)
        if len(rows) > MAX_ROWS:
            raise FileTooLarge(
                reason=_("The file has more than %(limit)d rows. Split it.") % {"limit": MAX_ROWS}
            )
    return Sheet(headers=headers, rows=rows, numbers=numbers, ragged=ragged, read_as=read_as, sheets=sheets)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        reason = _("The file is not %(encoding)s. Choose another encoding.") % {
            "encoding": ENCODINGS[encoding]
        }
        raise FileUnreadable(reason=reason) from error
    if "\0" in text:  # any bytes are valid in some encoding, but no text has zeros
        raise FileUnreadable(
            reason=_("The file is not a text. Save it as CSV or as a workbook (.xlsx, .ods).")
        )
    return text


def _without_declaration(text: str) -> tuple[str, str]:
    """Excel's first line `sep=;` tells the delimiter; it goes, but its line end stays, so that rows keep numbers."""
    match = re.match(r'"?sep=([,;\t|])"?(?=[\r\n])', text, re.IGNORECASE)
    return (text[match.end() :], match[1]) if match else (text, "")


def _records(rows: Iterable[list[str]], *, guarded: bool) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with its number; texts that were guarded from being formulas are restored."""
    number = 0
    try:
        for number, row in enumerate(rows, start=1):
            if not any(cell and not cell.isspace() for cell in row):
                continue
            if max(map(len, row)) > MAX_CELL:
                raise FileTooLarge(reason=_cell_too_large(number))
            yield number, [restore(cell) for cell in row] if guarded else row
    except csv.Error as error:
        raise FileTooLarge(reason=_cell_too_large(number + 1)) from error


def _cell_too_large(number: int) -> str:
    return _(
        "A cell in row %(number)d holds more than %(limit)d KB. Is a quotation mark missing, or the delimiter another?"
    ) % {"number": number, "limit": MAX_CELL >> 10}


def number_headers(cells: list[str]) -> tuple[str, ...]:
    """Headers that differ: an empty one is named by its place, a doubled one gets a number ("Category 2")."""
    names: list[str] = []
    used: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        base = " ".join(cell.split()) or _("Column %(place)d") % {"place": place}
        name, count = base, 1
        while name.casefold() in used:
            count += 1
            name = f"{base} {count}"
        used.add(name.casefold())
        names.append(name)
    return tuple(names)
