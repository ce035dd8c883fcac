"""B7, XML that reads files, calls out or grows (OCS CVE-2018-14473, openpyxl CVE-2017-5992, Django CVE-2025-64460): the
XML that Assetry reads are the parts of workbooks. What declares anything is refused, what includes is left as it is.
"""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assetry.platform.imports.reading import read_sheet
from assetry.platform.imports.refusals import FileUnreadable
from tests.support.workbooks import MAIN, cells, xlsx

TEXT = f'<sst xmlns="{MAIN}"><si><t>%s</t></si></sst>'
SHEET = {"Sheet": '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + cells(("A-1",), first=2)}
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DECLARING = {
    "a file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{path}">]>',
    "a call": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/">]>',
    "a definition elsewhere": '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    "a parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/"> %p; <!ENTITY e "x">]>',
    "laughter": '<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + '<!ENTITY e "&l9;">]>',
}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Whoever calls is heard."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that nobody gave us."""
    secret = tmp_path / "secret"
    secret.write_text("c4nary-file")
    return secret


def declared(what: str, listener: socket.socket, path: Path, encoding: str) -> bytes:
    """A workbook whose texts declare that, and use it."""
    head = DECLARING[what].replace("{port}", str(listener.getsockname()[1])).replace("{path}", str(path))
    part = f'<?xml version="1.0" encoding="{encoding}"?>{head}{TEXT % "&e;"}'
    return xlsx(SHEET, {"xl/sharedStrings.xml": part.encode(encoding)})


@pytest.mark.parametrize(
    ("what", "encoding"),
    [*((what, "utf-8") for what in DECLARING), ("a file", "utf-16"), ("a file", "utf-7")],
)
def test_b7_what_declares_anything_is_refused_and_calls_nobody(
    listener: socket.socket, path: Path, what: str, encoding: str
) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_sheet(declared(what, listener, path, encoding))
    assert "c4nary" not in str(refused.value)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_b7_what_includes_is_left_as_it_is(listener: socket.socket, path: Path) -> None:
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file://{path}"/>'
    read = read_sheet(xlsx(SHEET, {"xl/sharedStrings.xml": TEXT % include}))
    assert "c4nary" not in str(read)
