"""A workbook as another library reads it: text stays text, numbers and days are such."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl  # type: ignore[import-untyped]
import pytest
from openpyxl.cell.cell import Cell  # type: ignore[import-untyped]

from assetry.platform.exports.formulas import restore
from assetry.platform.exports.xlsx_writer import MOST_ROWS, xlsx_pieces
from assetry.platform.imports.reading import read_sheet
from tests.attack.test_b4_formulas import CELLS


def cells_of(content: bytes) -> list[list[Cell]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[0].iter_rows()]


def one(value: object) -> Cell:
    return cells_of(b"".join(xlsx_pieces(["x"], [[value]])))[1][0]


def test_b4_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    rows = [[cell] for cell in CELLS]
    found = [row[0] for row in cells_of(b"".join(xlsx_pieces(["=1+1"], rows)))]
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell for cell in found if cell.hyperlink] == []
    assert len(found) == len(CELLS) + 1


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        " blanks ",
        "a<b>&\"c'",
        "two\nlines",
        "tab\tbed",
        "_x000D_",
        "\x0b",
        "a\rb",
        "über",
        "=1+1",
        "'x",
    ],
)
def test_text_comes_back(text: str) -> None:
    unescape = openpyxl.utils.escape.unescape
    assert restore(unescape(str(one(text).value))) == text


def test_values_keep_their_types() -> None:
    assert (one(Decimal("1249.50")).value, one(7).value) == (1249.5, 7)
    assert one(date(2026, 1, 31)).value == datetime(2026, 1, 31)  # noqa: DTZ001 - what the library gives
    assert (one(None).value, one(True).value) == (None, "yes")
    assert one(datetime(2026, 1, 31, 9, 35, tzinfo=UTC)).value == "2026-01-31T09:35:00+00:00"
    assert one(Decimal("12345678901234567.12")).value == "12345678901234567.12"
    assert one(date(1900, 1, 1)).value == "1900-01-01"


def test_an_import_of_ours_reads_it() -> None:
    content = b"".join(xlsx_pieces(["a", "b"], [["=x", date(2026, 1, 31)], ["y", Decimal("1249.50")]]))
    assert read_sheet(content).rows == [["=x", "2026-01-31"], ["y", "1249.5"]]


def test_the_first_piece_comes_before_any_row_is_read() -> None:
    read: list[str] = []

    def rows() -> Iterator[list[str]]:
        read.append("row")
        yield ["x"]

    assert next(xlsx_pieces(["x"], rows())).startswith(b"PK")
    assert read == []


def test_a_sheet_has_no_more_rows_than_the_format() -> None:
    assert MOST_ROWS + 1 == 2**20
