"""Columns of values as the text that COPY reads: each distinct value is written once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})
NULL = "\\N"
_ROWS_PER_BLOCK = 2000


def copy_text(value: Any) -> str:
    """One value in COPY's text format."""
    if value is None:
        return NULL
    if value is True:
        return "t"
    if value is False:
        return "f"
    text = str(value)
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def copy_column(values: Iterable[Any], write: Callable[[Any], str] = copy_text) -> list[str]:
    """A column of values; texts and dates repeat a lot, so each is written once."""
    known: dict[Any, str] = {None: NULL}
    written: list[str] = []
    for value in values:
        text = known.get(value)
        if text is None:
            text = known[value] = write(value)
        written.append(text)
    return written


def copy_blocks(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of some thousand rows at a time."""
    lines = map("\t".join, zip(*columns, strict=True))
    for block in batched(lines, _ROWS_PER_BLOCK):
        yield "\n".join(block) + "\n"
