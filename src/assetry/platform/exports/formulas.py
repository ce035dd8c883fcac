"""Cells that a spreadsheet would run as formulas (CWE-1236): made inert on the way out, restored on the way in."""

import re

# What starts a formula or, in another locale, a new cell: behind spaces and characters that are not seen, and in
# full-width and small forms too. Apostrophes before it get one more, so that reading gives back the same.
_UNSEEN = (
    "\\s\\x00-\\x1f\\x7f-\\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_STARTS = "=+\\-@;|%\t\r\n＝＋－＠；｜％﹢﹣﹦﹫﹔﹪−‐‑⁼⁺⁻₌₊₋"
_DANGEROUS = re.compile(f"'*[{_UNSEEN}]*[{_STARTS}]")


def defuse(text: str) -> str:
    """The cell's text with an apostrophe before it, where a spreadsheet would take it for more than text."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """What `defuse` was given."""
    return text[1:] if text[:1] == "'" and _DANGEROUS.match(text) else text
