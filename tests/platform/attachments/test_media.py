"""What a file is, by its bytes, and what it may be called."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.platform.attachments.media import ALL, sniff
from assetry.platform.attachments.models import MOST_NAME
from assetry.platform.attachments.names import clean_name, extension_of
from tests.platform.attachments.files import archive, picture

ODT = "application/vnd.oasis.opendocument.text"
KNOWN = [
    (b"%PDF-1.4", "application/pdf"),
    (picture("PNG"), "image/png"),
    (picture("JPEG"), "image/jpeg"),
    (picture("GIF"), "image/gif"),
    (picture("WEBP"), "image/webp"),
    (picture("TIFF"), "image/tiff"),
    (picture("BMP"), "image/bmp"),
    (b"\0\0\0\x18ftypheic", "image/heic"),
    (b"\0\0\0\x18ftypisom", "video/mp4"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b\x08\0", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (archive("a.txt"), "application/zip"),
    (archive("[Content_Types].xml", "word/document.xml"), f"{ALL[-8].type}"),
    (archive("[Content_Types].xml", "other/x"), "application/zip"),
    (archive(first=("mimetype", ODT.encode())), ODT),
    (archive(first=("mimetype", b"text/html")), "application/zip"),
    ("Grüße, CSV;1\r\n".encode(), "text/plain"),
    ("Grüße".encode("latin-1"), "text/plain"),
    ("Grüße".encode("utf-16"), "text/plain"),
]


@pytest.mark.parametrize(("content", "expected"), KNOWN)
def test_a_file_is_what_its_bytes_say(content: bytes, expected: str) -> None:
    media = sniff(io.BytesIO(content))
    assert media is not None
    assert media.type == expected


REFUSED = [
    b"",
    b"MZ\x90\0\x03",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe\0\0",
    b"PK\x03\x04 no archive",
    b"a" * 5000 + b"\0",
    b"\0asm",
]


@pytest.mark.parametrize("content", REFUSED)
def test_what_is_not_on_the_list_is_not_taken(content: bytes) -> None:
    assert sniff(io.BytesIO(content)) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    sniff(io.BytesIO(content))


NAMES = [
    ("invoice.pdf", "invoice.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Papers\\me\\Invoice 1.pdf", "Invoice 1.pdf"),
    ("..", ""),
    (".htaccess", "htaccess"),
    ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
    ("cod\u202efdp.exe", "codfdp.exe"),
    ("zero\u200bwidth.pdf", "zerowidth.pdf"),
    ("nul\0.pdf", "nul.pdf"),
    ("\x1b[31mred.pdf", "[31mred.pdf"),
    ("a\u2028b.pdf", "a b.pdf"),
    ('x";filename="y.pdf', "x_;filename=_y.pdf"),
    ("trailing. . ", "trailing"),
    ("u\u0308ber.pdf", "über.pdf"),
    (f"{'x' * 300}.pdf", f"{'x' * 187}.pdf"),
    ("x" * 300, "x" * 200),
    ("\ud800.pdf", "pdf"),
]


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_b9_b11_a_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_b9_b11_every_name_fits_and_stays_as_it_is(name: str) -> None:
    kept = clean_name(name)
    assert len(kept) <= MOST_NAME
    assert clean_name(kept) == kept
    assert not set(kept) & set('/\\\0\r\n<>:"|?*\u202e\u2066\u200b')


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.PDF", "pdf"),
        ("a", ""),
        ("a.", ""),
        ("a.b c", ""),
        ("a.tar.gz", "gz"),
        ("a." + "x" * 13, ""),
        ("a.ｐdf", ""),
    ],
)
def test_an_extension_is_short_and_plain(name: str, extension: str) -> None:
    assert extension_of(name) == extension
