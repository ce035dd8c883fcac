"""A file as a JSON array of objects, one a line. Amounts are text, so that they stay exact."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

import msgspec

from assetry.platform.exports.cells import instant_text

_ROWS_PER_PIECE = 500


def json_pieces(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in pieces of some hundred rows, by the names of the fields."""
    yield b"["
    before = b"\n"
    for some in batched(rows, _ROWS_PER_PIECE):
        yield before + b",\n".join(_line(names, row) for row in some)
        before = b",\n"
    yield b"\n]\n"


def _line(names: Sequence[str], row: Sequence[Any]) -> bytes:
    return msgspec.json.encode({name: _plain(value) for name, value in zip(names, row, strict=True)})


def _plain(value: Any) -> Any:
    return instant_text(value) if isinstance(value, datetime) else value
