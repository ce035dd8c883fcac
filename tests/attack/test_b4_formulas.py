"""B4, formulas in exports. Snipe CVE-2026-55452 (a User-Agent), InvenTree GHSA-7rq4-qcpw-74gq, Fleet pentest 2022
finding 3, Shelf 329af3aa and d629fdd1 (columns forgotten, a bare carriage return splits a record).

What a spreadsheet does is modeled below; test_b4_libreoffice asks one."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.domain.assets.exports import assets_table
from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from assetry.platform.exports.csv_writer import csv_bytes, csv_pieces
from assetry.platform.imports.reading import read_sheet
from tests.cast import Cast
from tests.factories import make_asset

STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    ";",
    "|",
    "%",
    "＝",
    "＋",
    "－",
    "＠",
    "；",
    "｜",
    "％",
    "﹦",
    "﹢",
    "﹣",
    "−",
]
BEFORE = [
    "",
    " ",
    "\xa0",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u2060",
    "\xad",
    "\u202e",
    "\u061c",
    "\u180e",
    "\u3164",
    "\ufe0f",
    "\t",
    "\x00",
    "\x1f",
    "\U000e0001",
    "'",
    "''",
    " '",
    "\u3000",
    "\u2028",
]
PAYLOADS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil","x")', "SUM(A1:A9)", "DDE", ""]
CELLS = [f"{before}{start}{payload}" for before in BEFORE for start in STARTS for payload in PAYLOADS]


def first_seen(cell: str) -> str:
    """What a spreadsheet looks at: the first character that is not blank or invisible, in its plain form."""
    shown = (
        char
        for char in cell
        if unicodedata.category(char) not in {"Cf", "Zs", "Zl", "Zp", "Mn"} and not char.isspace()
    )
    return unicodedata.normalize("NFKC", next(shown, ""))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_b4_no_cell_of_a_file_is_a_formula() -> None:
    cells = [row[0] for row in read(csv_bytes(["x"], [[cell] for cell in CELLS]))[1:]]
    assert len(cells) == len(CELLS) > 2000
    assert [cell for cell in cells if first_seen(cell) in set("=+-@|%;")] == []


def test_b4_a_header_is_a_cell_too() -> None:
    assert read(csv_bytes(["=1+1"], []))[0] == ["'=1+1"]


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "a\r\nb", 'a"b', "a,b", "a;b", "\ra", '"', '""', "a\r"])
def test_b4_no_character_splits_a_record(text: str) -> None:
    assert len(read(csv_bytes(["x", "y"], [[text, "next"]]))) == 2
    assert [len(row) for row in read_sheet(csv_bytes(["x", "y"], [[text, "next"]])).rows] == [2]


def test_b4_the_last_character_of_a_piece_splits_none() -> None:
    pieces = "".join(csv_pieces(["x"], ([f"{n}\r"] for n in range(1501))))
    assert len(read(pieces.encode())) == 1502


def test_b4_what_is_imported_again_is_what_was_exported() -> None:
    kept = [cell for cell in CELLS if not cell.isspace() and "\x00" not in cell]
    content = csv_bytes(["x", "y"], [[cell, "y"] for cell in kept])
    assert [row[0] for row in read_sheet(content).rows] == kept


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_b4_every_text_comes_back(text: str) -> None:
    assert read_sheet(csv_bytes(["x", "y"], [[text, "y"]])).rows == [[text, "y"]]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_b4_no_text_is_a_formula(text: str) -> None:
    (cell,) = read(csv_bytes(["x"], [[text]]))[1]
    assert first_seen(cell) not in set("=+-@") or not cell


@pytest.mark.django_db
def test_b4_every_text_column_of_the_register_goes_through_the_writer(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(
            cast.company, name="=1+1", asset_tag="=T1", note="=cmd|' /C calc'!A0", order_number="@SUM(A1)"
        )
        Asset.objects.filter(pk=asset.pk).update(serial_number="+49")
    rows = Asset.objects.filter(pk=asset.pk)
    content = b"".join(assets_table(cast.actor("administrator"), rows, None).csv())
    cells = [cell for row in read(content) for cell in row]
    assert [cell for cell in cells if re.match(r"[=+@]|-\D", cell)] == []
    assert {"'=1+1", "'=T1", "'@SUM(A1)", "'+49"} <= set(cells)
