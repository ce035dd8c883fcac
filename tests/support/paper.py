"""What is printed, read back: the pages of a PDF as a person or a scanner sees them."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Paper:
    """One page: its size in mm, its text, and what its QR codes say, from the top left."""

    width: float
    height: float
    text: str
    codes: list[str]


def read_pdf(content: bytes) -> list[Paper]:
    """Every page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_read_page(page) for page in document]
    finally:
        document.close()


def _read_page(page: pypdfium2.PdfPage) -> Paper:
    picture = page.render(scale=2, grayscale=True)
    pixels = memoryview(picture.buffer).cast("B", shape=(picture.height, picture.stride))
    found = sorted(
        zxingcpp.read_barcodes(pixels),
        key=lambda code: (code.position.top_left.y // 20, code.position.top_left.x),
    )
    # Breaks inside a word that is too long leave spaces of no width.
    text = page.get_textpage().get_text_range().replace("\u200b", "").replace("\r\n", "\n")
    return Paper(
        width=round(page.get_width() / POINTS_PER_MM, 1),
        height=round(page.get_height() / POINTS_PER_MM, 1),
        text=text,
        codes=[code.text for code in found],
    )
