"""What a file is, by its bytes: neither its name nor what a browser claims is believed."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

TEXT: Final = "text/plain"
_HEAD: Final = 4096
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Media:
    """A type that is taken, and the extensions that its files may have."""

    type: str
    extensions: frozenset[str]


def _media(media_type: str, extensions: str) -> Media:
    return Media(media_type, frozenset(extensions.split()))


PDF: Final = _media("application/pdf", "pdf")
PNG: Final = _media("image/png", "png")
JPEG: Final = _media("image/jpeg", "jpg jpeg jpe jfif")
GIF: Final = _media("image/gif", "gif")
WEBP: Final = _media("image/webp", "webp")
TIFF: Final = _media("image/tiff", "tif tiff")
BMP: Final = _media("image/bmp", "bmp")
HEIC: Final = _media("image/heic", "heic heif")
MP4: Final = _media("video/mp4", "mp4 m4v mov")
OLE: Final = _media("application/x-ole-storage", "doc xls ppt msg vsd")
SEVEN: Final = _media("application/x-7z-compressed", "7z")
GZIP: Final = _media("application/gzip", "gz tgz")
ZIP: Final = _media("application/zip", "zip")
PLAIN: Final = _media(
    TEXT, "txt text csv tsv log md json ini cfg conf yaml yml eml ics vcf pem crt cer key lic rtf"
)
OOXML: Final = "application/vnd.openxmlformats-officedocument"
ODF: Final = "application/vnd.oasis.opendocument"
_ZIPPED: Final[Mapping[str, Media]] = {
    "word/": _media(f"{OOXML}.wordprocessingml.document", "docx"),
    "xl/": _media(f"{OOXML}.spreadsheetml.sheet", "xlsx"),
    "ppt/": _media(f"{OOXML}.presentationml.presentation", "pptx"),
    "visio/": _media("application/vnd.ms-visio.drawing", "vsdx"),
}
_OPEN_DOCUMENTS: Final[Mapping[str, Media]] = {
    f"{ODF}.text": _media(f"{ODF}.text", "odt"),
    f"{ODF}.spreadsheet": _media(f"{ODF}.spreadsheet", "ods"),
    f"{ODF}.presentation": _media(f"{ODF}.presentation", "odp"),
    f"{ODF}.graphics": _media(f"{ODF}.graphics", "odg"),
}
# What the preview draws: see platform/pictures.py.
PICTURES: Final = frozenset(media.type for media in (PNG, JPEG, GIF, WEBP))
ALL: Final = (
    *(PDF, PNG, JPEG, GIF, WEBP, TIFF, BMP, HEIC, MP4, OLE, SEVEN, GZIP, ZIP, PLAIN),
    *_ZIPPED.values(),
    *_OPEN_DOCUMENTS.values(),
)
_MAGIC: Final[tuple[tuple[Callable[[bytes], bool], Media], ...]] = (
    (lambda head: head.startswith(b"%PDF-"), PDF),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), PNG),
    (lambda head: head.startswith(b"\xff\xd8\xff"), JPEG),
    (lambda head: head[:6] in {b"GIF87a", b"GIF89a"}, GIF),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", WEBP),
    (lambda head: head[:4] in {b"II*\0", b"MM\0*"}, TIFF),
    (lambda head: head[:2] == b"BM" and head[6:10] == b"\0\0\0\0", BMP),
    (lambda head: head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}, HEIC),
    (lambda head: head[4:8] == b"ftyp", MP4),
    (lambda head: head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), OLE),
    (lambda head: head.startswith(b"7z\xbc\xaf\x27\x1c"), SEVEN),
    (lambda head: head.startswith(b"\x1f\x8b\x08"), GZIP),
)


def sniff(file: BinaryIO) -> Media | None:
    """The type of a file that is read from its start; None for what is not taken."""
    head = file.read(_HEAD)
    for fits, media in _MAGIC:
        if fits(head):
            return media
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(file)
    return PLAIN if _is_text(head, file) else None


def _zipped(file: BinaryIO) -> Media | None:
    """An office document by the names inside it, else an archive; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                return _OPEN_DOCUMENTS.get(archive.read("mimetype").decode("ascii", "replace"), ZIP)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    if "[Content_Types].xml" in names:
        return next(
            (media for folder, media in _ZIPPED.items() if any(n.startswith(folder) for n in names)), ZIP
        )
    return ZIP


def _is_text(head: bytes, file: BinaryIO) -> bool:
    """Whether it is written in UTF-8, UTF-16 with its mark, or an encoding of one byte, without control characters."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True
    piece = head
    while piece:
        if any(byte == 127 or (byte < 32 and byte not in {9, 10, 12, 13}) for byte in set(piece)):
            return False
        piece = file.read(_PIECE)
    return bool(head)
