"""One writer: nothing in a cell is a formula, and what is read back is what was written."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.platform.exports.csv_writer import csv_bytes
from assetry.platform.exports.formulas import defuse, restore
from assetry.platform.imports.reading import read_sheet


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", ";=1", "|calc", "%0A", "  =1", "\u200b=1", "\ufeff=1",
        "＝1", "＋1", "－1", "＠x", "'=1", "''=1",
    ],
)  # fmt: skip
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert defuse(text) == f"'{text}"
    assert restore(defuse(text)) == text


@pytest.mark.parametrize("text", ["", "LT-1", "'quoted'", "O'Neil", "1=1", "a@b.c", "’", "über"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defuse(text) == restore(text) == text


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert restore(defuse(text)) == text


# What PostgreSQL keeps: no zeros, no halves of characters.
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1))
def test_every_table_comes_back(rows: list[list[str]]) -> None:
    content = csv_bytes(["a", "b", "c"], rows)
    kept = [row for row in rows if any(cell and not cell.isspace() for cell in row)]
    assert read_sheet(content).rows == kept


def test_no_cell_of_the_file_starts_a_formula() -> None:
    content = csv_bytes(["=head"], [["=cmd|' /C calc'!A0"], ["a\rb"], ["\r=1"]])
    cells = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    assert cells == ["'=head", "'=cmd|' /C calc'!A0", "a\rb", "'\r=1"]


def test_values_are_written_as_imports_read_them() -> None:
    row = [None, True, False, date(2026, 1, 31), Decimal("1249.0000"), Decimal("1.2345"), Decimal("1.234"), 7]
    assert (
        csv_bytes(["x"] * 8, [row]).decode().splitlines()[1] == ",yes,no,2026-01-31,1249.00,1.2345,1.2340,7"
    )
