"""Cells that a spreadsheet would run as formulas (CWE-1236): made inert on the way out, restored on the way in."""

import re

# What starts a formula or, in another locale, a new cell: behind spaces and characters that are not seen, and in
# full-width forms too. Apostrophes before it get one more, so that reading gives back the same.
_DANGEROUS = re.compile(
    "'*[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]*[=+\\-@;|%\t\r\n＝＋－＠；｜％]"
)


def defuse(text: str) -> str:
    """The cell's text with an apostrophe before it, where a spreadsheet would take it for more than text."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """What `defuse` was given."""
    return text[1:] if text[:1] == "'" and _DANGEROUS.match(text) else text
