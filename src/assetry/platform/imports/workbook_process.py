"""A workbook as text, in a process of its own that may take little memory and time: `python -m … SHEET < workbook`.

It prints one line of JSON, the names of the sheets and of the one that was read, or why it was refused; then a line
of JSON for each row. Formulas give the values saved with them; nothing of the workbook is ever run. No Django here.
"""

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

MEMORY = 320 * 1024 * 1024
SECONDS = 20
MAX_INFLATED = 256 * 1024 * 1024
MAX_PARTS = 2000
MAX_TEXT = 96 * 1024 * 1024
_PIECE = 1 << 16
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECIMALS = re.compile(r"-?[0-9]+\.[0-9]{3}")


class Refused(Exception):
    """Why a workbook is not read: "large", "macros", "locked" or "broken"."""


def main() -> None:
    """Read standard input, write standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = convert(sys.stdin.buffer.read(), sys.argv[1])
    except Refused as refusal:
        answer = json.dumps({"refused": str(refusal)})
    except MemoryError:
        answer = json.dumps({"refused": "large"})
    sys.stdout.buffer.write(answer.encode("utf-8", "replace"))


def convert(content: bytes, wanted: str) -> str:
    """The line about the workbook and the rows of the sheet of that name, else of the first one with any."""
    if content.startswith(b"PK"):
        check_parts(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        name, rows = _read(workbook, names, wanted)
    except PasswordError as error:
        raise Refused("locked") from error
    except CalamineError as error:
        raise Refused("broken") from error
    return json.dumps({"sheets": names, "sheet": name}) + "\n" + rows


def _read(workbook: CalamineWorkbook, names: list[str], wanted: str) -> tuple[str, str]:
    for name in [wanted] if wanted in names else names:
        rows = _written(workbook, name)
        if rows or name == wanted:
            return name, rows
    if not names:
        raise Refused("broken")
    return names[0], ""


def _written(workbook: CalamineWorkbook, name: str) -> str:
    """Every row from the first of the sheet on, so that rows keep their numbers; empty columns at the end go."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is None:
        return ""
    buffer = io.StringIO()
    width = _width(sheet.iter_rows())
    for row in sheet.iter_rows():
        buffer.write(json.dumps([text_of(cell) for cell in row[:width]], ensure_ascii=False) + "\n")
        if buffer.tell() > MAX_TEXT:
            raise Refused("large")
    return buffer.getvalue()


def _width(rows: Iterator[list[Any]]) -> int:
    width = 0
    for row in rows:
        while width < len(row) and any(cell != "" for cell in row[width:]):
            width += 1
    return width


def text_of(cell: Any) -> str:
    """A cell as a person would write it: whole numbers without a point, days as 2026-11-24."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return _number(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell)


def _number(cell: float) -> str:
    if cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    text = f"{round(cell, 10)!r}"
    # Three decimals could be read as thousands: a fourth says that a point stands before decimals.
    return f"{text}0" if _DECIMALS.fullmatch(text) else text


def check_parts(content: bytes) -> None:
    """Inflate every part, counting: what a header says of its size is not believed. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise Refused("broken") from error
    if len(parts) > MAX_PARTS:
        raise Refused("large")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused("macros")
    left = MAX_INFLATED
    for part in parts:
        left -= _inflate(content, part, left)


def _inflate(content: bytes, part: zipfile.ZipInfo, left: int) -> int:
    """How many bytes a part holds; a part that declares entities, or is packed in another way, is refused."""
    start = _start_of(content, part)
    packed = memoryview(content)[start : start + part.compress_size]
    if part.flag_bits & 1:
        raise Refused("locked")
    if part.compress_type == zipfile.ZIP_STORED:
        return _count(iter([bytes(packed)]), left)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused("broken")
    return _count(_pieces(packed), left)


def _start_of(content: bytes, part: zipfile.ZipInfo) -> int:
    header = content[part.header_offset : part.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise Refused("broken")
    return (
        part.header_offset
        + 30
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )


def _pieces(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = bytes(packed)
    try:
        while not inflater.eof:
            piece = inflater.decompress(waiting, _PIECE)
            waiting = inflater.unconsumed_tail
            yield piece
            if not piece and not waiting:
                return
    except zlib.error as error:
        raise Refused("broken") from error


def _count(pieces: Iterator[bytes], left: int) -> int:
    found, is_first = 0, True
    for piece in pieces:
        if is_first and _DECLARATION.search(piece):
            raise Refused("broken")
        is_first = False
        found += len(piece)
        if found > left:
            raise Refused("large")
    return found


if __name__ == "__main__":
    main()
