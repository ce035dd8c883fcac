"""The one CSV writer: UTF-8 with a byte order mark (spreadsheets need it), CRLF, every cell made inert."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import batched

from assetry.platform.exports.formulas import defuse

BYTE_ORDER_MARK = "\ufeff"
_ROWS_PER_PIECE = 500


def csv_pieces(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A file in pieces of some hundred rows; a `None` is an empty cell."""
    yield BYTE_ORDER_MARK + _written([headers])
    for some in batched(rows, _ROWS_PER_PIECE):
        yield _written(some)


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole file."""
    return "".join(csv_pieces(headers, rows)).encode()


def _written(rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return buffer.getvalue()


def cell_text(value: object) -> str:
    """A value as every import of ours reads it: ISO dates, a point before the decimals, yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return decimal_text(value)
        case datetime() | date():
            return value.isoformat()
    return defuse(str(value))


def decimal_text(number: Decimal) -> str:
    """With two decimals, four where two are not enough: never three, which could be taken for thousands."""
    digits = 2 if number == round(number, 2) else 4
    return f"{number:.{digits}f}"
