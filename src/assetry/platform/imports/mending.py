"""Cells that were typed anew: they stand over the file, which stays as it is."""

from collections.abc import Mapping
from dataclasses import replace

from assetry.platform.imports.reading import Sheet

type Mended = Mapping[str, Mapping[str, str]]


def mended_sheet(sheet: Sheet, mended: Mended) -> Sheet:
    """The table with the cells by row number and column; a row of another width gets one cell for each header."""
    width = len(sheet.headers)
    rows = dict(zip(sheet.numbers, sheet.rows, strict=True))
    ragged = dict(sheet.ragged)
    for number, cells in ((int(number), cells) for number, cells in mended.items()):
        if number in ragged:
            rows[number] = [*ragged.pop(number), *[""] * width][:width]
        if number in rows:
            rows[number] = [cells.get(str(place), text) for place, text in enumerate(rows[number])]
    ordered = sorted(rows.items())
    return replace(
        sheet, numbers=[number for number, _row in ordered], rows=[row for _n, row in ordered], ragged=ragged
    )
