"""C8. Fleet CVE-2026-26061 and every zip bomb since 42.zip: a workbook that is small and holds gigabytes, claims to be
small, declares entities, has cells at the far corner, hides macros, costs a process of its own and a word.
"""

import io
import resource
import struct
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from assetry.platform.imports import workbooks
from assetry.platform.imports.reading import read_sheet
from assetry.platform.imports.refusals import FileTooLarge, FileUnreadable
from assetry.platform.imports.workbook_process import MAX_INFLATED
from tests.support.workbooks import MAIN, cells, ods, xlsx

FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@cache
def bomb() -> bytes:
    """A quarter of a gigabyte of blanks in a quarter of a megabyte, packed piece by piece."""
    buffer = io.BytesIO(xlsx({"Sheet": cells(("Tag",), ("A-1",))}))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image.png", "w") as part,
    ):
        for _piece in range(MAX_INFLATED // (1 << 20) + 1):
            part.write(b" " * (1 << 20))
    return buffer.getvalue()


def modest(content: bytes) -> bytes:
    """The same, but its directory says that the part holds one byte."""
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media/image.png"))
    return content[: place + 24] + struct.pack("<I", 1) + content[place + 28 :]


def repeated() -> bytes:
    """One text of 32 KB in a hundred thousand cells."""
    text = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    return xlsx({"Sheet": rows}, {"xl/sharedStrings.xml": text})


LARGE: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "modest bomb": lambda: modest(bomb()),
    "far corner": lambda: xlsx({"Sheet": FAR}),
    "repeated": repeated,
    "many parts": lambda: xlsx({"Sheet": cells(("Tag",))}, {f"xl/p{n}.xml": "" for n in range(3000)}),
}


@pytest.mark.parametrize("name", LARGE)
def test_c8_a_workbook_that_holds_too_much_is_refused_and_takes_none_of_our_memory(name: str) -> None:
    content = LARGE[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileTooLarge, match="Save the sheet as CSV"):
        read_sheet(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (xlsx({"Sheet": ""}, {"xl/styles2.xml": ENTITIES + "<w>&b;</w>"}), "cannot be read"),
        (ods([["&a;"]], head=ENTITIES), "cannot be read"),
        (xlsx({"Sheet": cells(("Tag",))}, {"xl/vbaProject.bin": b"macros"}), "macros"),
        (xlsx({"Sheet": cells(("Tag",))})[:-300], "cannot be read"),
        (xlsx({"Sheet": cells(("Tag",))}).replace(b"PK\x03\x04", b"PK\x03\x05"), "not"),
    ],
    ids=["entities", "entities of ods", "macros", "cut off", "no zip"],
)
def test_c8_a_workbook_that_is_none_or_wants_more_than_to_be_read_is_refused(
    content: bytes, word: str
) -> None:
    with pytest.raises((FileUnreadable, FileTooLarge), match=word):
        read_sheet(content)


def test_c8_a_workbook_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_SECONDS", 0)
    with pytest.raises(FileTooLarge, match="Save the sheet as CSV"):
        read_sheet(xlsx({"Sheet": cells(("Tag",))}))
