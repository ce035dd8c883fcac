"""Text in comparable form: how names sort, and which serial numbers name nothing."""

import re
import unicodedata
from typing import Final

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?")
_UNFOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "þ": "th", "ð": "d"}
)

# Letters of Latin, Greek and Cyrillic that have one capital, which has this one small letter.
TAG_CAPITALS: Final = {
    code: chr(code).upper()
    for code in (*range(0x61, 0x7B), *range(0xE0, 0x180), *range(0x370, 0x460))
    if chr(code).upper() != chr(code) and chr(code).upper().lower() == chr(code)
}

# What firmware prints when nobody filled the field in. Compared after `serial_key` folding.
_JUNK_SERIALS = frozenset(
    """
    TO BE FILLED BY O.E.M.|TO BE FILLED BY O.E.M|TOBEFILLEDBYO.E.M.|DEFAULT STRING|SYSTEM SERIAL NUMBER|SYSTEM SERIAL#
    SERIAL NUMBER|CHASSIS SERIAL NUMBER|NOT SPECIFIED|NOT APPLICABLE|NOT AVAILABLE|NOT DEFINED|NONE|NULL|N/A|NA|UNKNOWN
    INVALID|EMPTY|O.E.M.|OEM|-|--|.|?|XXXXXXX|SN|S/N|SERIAL|NO SERIAL|TBD|TEST|123456789|0123456789|1234567890|12345678
    """.strip()
    .replace("\n", "|")
    .replace("    ", "")
    .split("|")
)


def name_sort(name: str) -> str:
    """The stored sort key of a name: case folded, unaccented, digits padded, so LT-2 stands before LT-10."""
    folded = name.casefold()
    plain = folded if folded.isascii() else _unaccented(folded)
    padded = _DIGITS.sub(lambda digits: digits.group().lstrip("0").rjust(10, "0"), plain)
    return _SPACES.sub(" ", padded).strip()[:300]


def _unaccented(folded: str) -> str:
    parts = unicodedata.normalize("NFKD", folded.translate(_UNFOLDED))
    return "".join(char for char in parts if not unicodedata.combining(char))


def serial_key(serial_number: str) -> str | None:
    """What identifies a device by its serial number: upper case, trimmed; None for junk that names nothing."""
    key = _SPACES.sub(" ", serial_number).strip().upper()
    if len(key) < 3 or key in _JUNK_SERIALS or len(set(key) - set(" -.:/_")) <= 1:
        return None
    return key[:120]  # upper case can be longer: ß becomes SS


def tag_key(tag: str) -> str:
    """What tags are compared by: `LT-1` and `lt-1` are one tag. As long as the tag; SQL: `assets_tag_key`."""
    return tag.upper() if tag.isascii() else tag.translate(TAG_CAPITALS)


def clean_text(text: str) -> str:
    """Trimmed, in composed form, with line feeds for line ends, without control characters (but tab).

    Text of nothing but invisible characters is empty.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # nearly all of it: the long way looks at each character
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    kept = "".join(
        char for char in composed if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs"}
    )
    seen = any(unicodedata.category(char) not in {"Cf", "Zs", "Zl", "Zp", "Cc"} for char in kept)
    return kept.strip() if seen else ""
