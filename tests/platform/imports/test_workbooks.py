"""Workbooks as tables: dates and numbers as what they are, the sheet that is wanted, rows with their numbers."""

import pytest

from assetry.platform.imports.reading import ReadAs, read_sheet
from assetry.platform.imports.refusals import FileUnreadable
from assetry.platform.imports.workbook_process import text_of
from tests.support.workbooks import Day, Formula, cells, ods, packed, xlsx

HEAD = ("Tag", "Bought", "Price", "Spare", "Sum")


def test_cells_are_read_as_what_they_are() -> None:
    rows = cells(HEAD, ("A-1", Day(45322), 1.25, True, Formula("SUM(C2)")), ("A-2", None, 1420, False, ""))
    sheet = read_sheet(xlsx({"Laptops": rows}))
    assert sheet.headers == HEAD
    assert sheet.rows == [["A-1", "2024-01-31", "1.25", "true", "7"], ["A-2", "", "1420", "false", ""]]


@pytest.mark.parametrize(
    ("number", "text"), [(1.249, "1.2490"), (-1.249, "-1.2490"), (0.1 + 0.2, "0.3"), (1e16, "1e+16"), (12.0, "12")]
)  # fmt: skip
def test_a_number_is_written_so_that_nobody_takes_its_point_for_one_of_thousands(
    number: float, text: str
) -> None:
    assert text_of(number) == text


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    rows = cells(("Tag", "Name"), first=3) + cells(("A-1", "one"), first=4) + cells(("A-2", "two"), first=9)
    assert read_sheet(xlsx({"Sheet": rows})).numbers == [4, 9]


def test_columns_left_of_the_table_are_none() -> None:
    sheet = read_sheet(xlsx({"Sheet": cells((None, "Tag"), (None, "A-1"))}))
    assert (sheet.headers, sheet.rows) == (("Tag",), [["A-1"]])


def test_empty_columns_at_the_end_are_none() -> None:
    sheet = read_sheet(xlsx({"Sheet": cells(("Tag", "", ""), ("A-1", "", ""))}))
    assert (sheet.headers, sheet.rows) == (("Tag",), [["A-1"]])


def test_the_first_sheet_with_anything_is_read_until_another_is_chosen() -> None:
    content = xlsx({"Cover": "", "Laptops": cells(("Tag",), ("L",)), "Phones": cells(("Tag",), ("P",))})
    first, chosen = read_sheet(content), read_sheet(content, ReadAs(sheet="Phones"))
    assert first.sheets == ("Cover", "Laptops", "Phones")
    assert (first.read_as.sheet, first.rows) == ("Laptops", [["L"]])
    assert (chosen.read_as.sheet, chosen.rows) == ("Phones", [["P"]])


def test_a_sheet_of_opendocument_is_read() -> None:
    sheet = read_sheet(ods([["Tag", "Place"], ["A-1", "Köln"]]))
    assert (sheet.headers, sheet.rows, sheet.sheets) == (("Tag", "Place"), [["A-1", "Köln"]], ("Rooms",))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1", packed({"a.txt": "a"})]
)
def test_what_only_looks_like_a_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable, match="cannot be read"):
        read_sheet(content)


def test_cells_pasted_from_a_spreadsheet_are_divided_by_tabs() -> None:
    sheet = read_sheet(b"Tag\tNote\r\nA-1\tone, two\r\n")
    assert (sheet.read_as.delimiter, sheet.rows) == ("\t", [["A-1", "one, two"]])
