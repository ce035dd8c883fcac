"""A workbook of one sheet, written while it is read: the first byte at once, a row at a time in memory.

Text is written as text (inline strings), never as a formula or a link, and made inert like in every other format:
who saves the sheet as CSV is safe too. ADR 0058 says why this is our own.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import batched
from typing import Final
from xml.sax.saxutils import escape

from assetry.platform.exports.cells import cell_text

MOST_ROWS: Final = 1_048_575  # beside the headers
_ROWS_PER_PIECE = 200
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets do not agree on numbers of days
_MOST_DIGITS = 15
# What XML cannot hold, and what would be read as such: `_x000D_` is how the format writes a character.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Styles: 0 text, 1 days, 2 headers.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
        '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'  # noqa: E501


class _Outgoing(io.RawIOBase):
    """What was written and not taken yet; it cannot seek, so the archive is written in one go."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.pieces.append(bytes(data))  # type: ignore[call-overload]
        return len(self.pieces[-1])

    def take(self) -> bytes:
        taken = b"".join(self.pieces)
        self.pieces.clear()
        return taken


def xlsx_pieces(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The workbook in pieces; a `None` is an empty cell."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, _HEAD + content)
        yield outgoing.take()
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_HEAD + _SHEET + _row([_text(header, style=2) for header in headers])).encode())
            for some in batched(rows, _ROWS_PER_PIECE):
                sheet.write("".join(_row([_cell(value) for value in row]) for row in some).encode())
                if outgoing.pieces:
                    yield outgoing.take()
            sheet.write(b"</sheetData></worksheet>")
    yield outgoing.take()


def _row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(value: object) -> str:
    match value:
        case None | "":
            return "<c/>"
        case bool():
            return _text(value)
        case int() | Decimal() if len(str(value)) <= _MOST_DIGITS:
            return f"<c><v>{value}</v></c>"
        case date() if not isinstance(value, datetime) and value >= _FIRST_DAY:
            return f'<c s="1"><v>{value.toordinal() - _EPOCH}</v></c>'
    return _text(value)


def _text(value: object, style: int = 0) -> str:
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", cell_text(value))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
