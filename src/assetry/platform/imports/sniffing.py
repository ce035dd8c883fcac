"""Guesses about a file: its encoding and its delimiter. Both stand on the page and can be corrected."""

import codecs
import csv
import io
from collections import Counter

ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    # Not found out, but to choose: any bytes are some text in these.
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "iso-8859-15": "ISO 8859-15",
    "cp932": "Shift JIS",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 256 * 1024
_COMMON = frozenset("äöüßéèêëàâáãåæçñíîïìóôòõøœúûùý")


def sniff_encoding(content: bytes) -> str:
    """By its mark, by where the zeros of UTF-16 are, by being valid UTF-8; else Mac Roman or Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = content[0:2000:2], content[1:2000:2]
    if content and odd.count(0) > len(odd) // 2:
        return "utf-16-le"
    if content and even.count(0) > len(even) // 2:
        return "utf-16-be"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _one_byte_encoding(content)
    return "utf-8-sig"


def is_workbook(content: bytes) -> bool:
    """Whether it is a file of a spreadsheet program itself."""
    return content.startswith(_WORKBOOKS)


def _one_byte_encoding(content: bytes) -> str:
    """Lines that end in CR alone were written by a Mac; else the reading in which foreign letters stand in words."""
    if b"\r" in content and b"\n" not in content:
        return "mac_roman"
    sample = content[:_SAMPLE]
    scores = {name: _words(sample.decode(name, errors="replace")) for name in ("cp1252", "mac_roman")}
    return "mac_roman" if scores["mac_roman"] > scores["cp1252"] else "cp1252"


def _words(text: str) -> int:
    """How well the characters beyond ASCII fit their neighbors: common letters inside words, no odd signs."""
    score = 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char.isascii():
            continue
        if char.isalpha():
            inside = before.isalpha() or after.isalpha()
            score += 2 if inside and char in _COMMON else 1 if inside or char.isupper() else 0
            score -= 2 if char in "ƒıªºˆˇΩπµ" else 0
            score -= 2 if before.islower() and char.isupper() else 0
        else:
            score -= 0 if char in "–—’‘“”…€£§°·®™ " else 2
    return score


def sniff_delimiter(text: str) -> str:
    """The delimiter with which most of the first rows have as many cells as the first; a comma for one column."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        counts = _cells_per_row(text[:_SAMPLE], delimiter)
        width = counts[0] if counts else 0
        score = (Counter(counts)[width] / len(counts), width) if width > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _cells_per_row(text: str, delimiter: str) -> list[int]:
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(row):
                counts.append(len(row))
            if len(counts) == 50:
                break
    except csv.Error:
        pass  # a cell beyond any limit: what was counted so far decides
    return counts
