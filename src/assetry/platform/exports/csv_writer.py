"""The one CSV writer: UTF-8 with a byte order mark (spreadsheets need it), every cell made inert."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from assetry.platform.exports.cells import cell_text

BYTE_ORDER_MARK = "\ufeff"
_ROWS_PER_PIECE = 500


def csv_pieces(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A file in pieces of some hundred rows; a `None` is an empty cell."""
    yield header_line(headers)
    for some in batched(rows, _ROWS_PER_PIECE):
        yield _written(some)


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole file."""
    return "".join(csv_pieces(headers, rows)).encode()


def header_line(headers: Sequence[str]) -> str:
    """How a file begins."""
    return BYTE_ORDER_MARK + _written([headers])


def _written(rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return buffer.getvalue()
