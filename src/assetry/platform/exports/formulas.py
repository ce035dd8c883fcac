"""Cells that a spreadsheet would run as formulas (CWE-1236): made inert on the way out, restored on the way in.

The rule is one pattern that Python and PostgreSQL read alike: large files are written by the database.
"""

import re
from typing import Final

# What starts a formula or, in another locale, a new cell: behind spaces and characters that are not seen, and in
# full-width and small forms too. Apostrophes before it get one more, so that reading gives back the same.
_UNSEEN = (
    r"\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_STARTS = r"=+\-@;|%\u0009\u000d\u000a＝＋－＠；｜％﹢﹣﹦﹫﹔﹪−‐‑⁼⁺⁻₌₊₋"
PATTERN: Final = f"^'*[{_UNSEEN}]*[{_STARTS}]"
_DANGEROUS = re.compile(PATTERN.replace(r"\u0001", r"\u0000", 1))  # texts of a database hold no NUL


def defuse(text: str) -> str:
    """The cell's text with an apostrophe before it, where a spreadsheet would take it for more than text."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """What `defuse` was given."""
    return text[1:] if text[:1] == "'" and _DANGEROUS.match(text) else text


def defused_sql(text: str) -> str:
    """`defuse` of a text as an SQL expression. What begins with a Latin letter or a digit needs no pattern."""
    first = f"ascii({text})"
    plain = f"{first} BETWEEN 97 AND 122 OR {first} BETWEEN 65 AND 90 OR {first} BETWEEN 48 AND 57"
    pattern = PATTERN.replace("'", "''").replace("%", "%%")
    return (
        f"CASE WHEN {plain} THEN {text} "
        f"WHEN {text} COLLATE \"C\" ~ '{pattern}' THEN '''' || {text} ELSE {text} END"
    )
