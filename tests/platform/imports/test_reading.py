"""A table in any dress: encodings, line ends, delimiters, headers; limits are said."""

import pytest

from assetry.platform.imports import reading
from assetry.platform.imports.reading import ReadAs, number_headers, read_sheet
from assetry.platform.imports.refusals import FileTooLarge, FileUnreadable

TEXT = "Tag,Place\nA-1,Köln\nA-2,Besançon\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252"), ("mac_roman", "mac_roman"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(encoding: str, expected: str) -> None:
    sheet = read_sheet(TEXT.encode(encoding))
    assert sheet.read_as.encoding == expected
    assert sheet.headers == ("Tag", "Place")
    assert [row[1] for row in sheet.rows] == ["Köln", "Besançon"]


@pytest.mark.parametrize("word", ["Äpfel", "Übung", "Élan", "Möbel", "Straße", "Señor"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_one_foreign_letter_tells_the_encoding(word: str, encoding: str) -> None:
    assert read_sheet(f"Tag\n{word}\n".encode(encoding)).rows == [[word]]


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1250", "Łódź"), ("cp1251", "Стол"), ("cp932", "日本語"), ("gb18030", "电脑")]
)
def test_other_encodings_can_be_chosen(encoding: str, word: str) -> None:
    assert read_sheet(f"Tag\n{word}\n".encode(encoding), ReadAs(encoding=encoding)).rows == [[word]]


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\n', "SEP=;\r"])
def test_a_declared_delimiter_is_no_header(line: str) -> None:
    sheet = read_sheet(f"{line}Tag;Note\nA-1;1,5\n".encode())
    assert (sheet.headers, sheet.rows, sheet.numbers) == (("Tag", "Note"), [["A-1", "1,5"]], [3])
    assert sheet.read_as.delimiter == ";"


def test_the_encoding_can_be_corrected() -> None:
    sheet = read_sheet("Tag\nÄ-1".encode("cp1252"), ReadAs(encoding="mac_roman"))
    assert sheet.rows == [["ƒ-1"]]


def test_a_wrong_choice_of_encoding_is_said() -> None:
    with pytest.raises(FileUnreadable, match="not UTF-8"):
        read_sheet("Tag\nÄ-1".encode("cp1252"), ReadAs(encoding="utf-8-sig"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert read_sheet(TEXT.replace("\n", end).encode()).rows == [["A-1", "Köln"], ["A-2", "Besançon"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_others_stand_in_cells(delimiter: str) -> None:
    rows = [["Tag", "Note"], ["A-1", "one; two, three"], ["A-2", "x|y"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    sheet = read_sheet(text.encode())
    assert (sheet.read_as.delimiter, sheet.rows) == (delimiter, rows[1:])


def test_the_delimiter_can_be_corrected() -> None:
    assert read_sheet(b"a;b\n1;2", ReadAs(delimiter=",")).headers == ("a;b",)


def test_headers_are_told_apart() -> None:
    headers = number_headers(["Category", "", " category ", "Category 2", "", "Category"])
    assert headers == ("Category", "Column 2", "category 2", "Category 2 2", "Column 5", "Category 3")


def test_ragged_rows_are_set_aside_with_their_numbers() -> None:
    sheet = read_sheet(b"a,b\n1,2\n\n3\n4,5,6\n7,8")
    assert sheet.rows == [["1", "2"], ["7", "8"]]
    assert sheet.numbers == [2, 6]
    assert sheet.ragged == {4: ["3"], 5: ["4", "5", "6"]}
    assert sheet.ragged_reason(5) == "The row has 3 cells for 2 columns."


def test_lines_inside_quotes_stay_in_their_cell() -> None:
    assert read_sheet(b'a,b\n1,"x\ny"\n').rows == [["1", "x\ny"]]


@pytest.mark.parametrize(
    "content", [b'a,b\n1,2\n3,"4\n5,6\n7,8\n', b'a,b\n1,2\n3,"4\n5,6\n7,8', b'a,b\n1,2\n3,"']
)
def test_a_quotation_mark_that_swallows_the_rest_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable, match="opens a cell in row 3"):
        read_sheet(content)


@pytest.mark.parametrize(
    "content", [b'a,b\n1,"2"', b'a,b\n1,"2"\n', b'a,b\n1,27" screen\n', b"a,b\n1,\x1e\n\x1e\n"]
)
def test_marks_that_close_or_stand_inside_are_none_of_these(content: bytes) -> None:
    assert read_sheet(content).rows[0][0] == "1"


def test_an_apostrophe_of_our_own_export_is_taken_off() -> None:
    assert read_sheet(b"a,b\n'=1,'x'\n").rows == [["=1", "'x'"]]


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileUnreadable, match="empty"):
        read_sheet(b"\n \n")


@pytest.mark.parametrize(
    ("name", "limit", "content", "words"),
    [
        ("MAX_BYTES", 10, b"a,b\n1,2\n3,4", "larger than"),
        ("MAX_ROWS", 1, b"a,b\n1,2\n3,4", "more than 1 rows"),
        ("MAX_COLUMNS", 1, b"a,b\n1,2", "more than 1 columns"),
        ("MAX_CELL", 1024, b'a,b\n1,"' + b"x" * 2000 + b'"', "A cell in row 2 holds more than 1 KB"),
    ],
)
def test_limits_are_said(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: int, content: bytes, words: str
) -> None:
    monkeypatch.setattr(reading, name, limit)
    with pytest.raises(FileTooLarge, match=words):
        read_sheet(content)


def test_a_cell_beyond_the_library_is_said_too() -> None:
    with pytest.raises(FileTooLarge, match="A cell in row 2"):
        read_sheet(b'a,b\n1,"' + b"x" * 200_000)
