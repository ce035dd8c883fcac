"""Pictures: drawn anew and small; what is too large, too wide or no picture is refused by name."""

import io

import pytest
from PIL import Image

from assetry.kernel.refusals import Refusal
from assetry.platform.pictures import (
    MOST_BYTES,
    PictureTooLarge,
    PictureTooManyPixels,
    PictureUnreadable,
    redraw,
)


def _file(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, kind, **options)
    return out.getvalue()


def test_a_picture_becomes_a_small_webp() -> None:
    drawn = redraw(_file((2000, 1000)))
    with Image.open(io.BytesIO(drawn.content)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (640, 320))
    assert (drawn.width, drawn.height, len(drawn.sha256)) == (640, 320, 64)


def test_what_the_file_told_besides_is_left_out() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    drawn = redraw(_file((40, 20), "JPEG", exif=exif))
    assert b"taken at home" not in drawn.content


def test_a_picture_that_lies_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = redraw(_file((40, 20), "JPEG", exif=exif))
    assert (drawn.width, drawn.height) == (20, 40)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"x" * (MOST_BYTES + 1), PictureTooLarge),
        (b"<svg onload='alert(1)'/>", PictureUnreadable),
        (b"", PictureUnreadable),
        (_file((60, 60))[:90], PictureUnreadable),
        (_file((60, 60), "TIFF"), PictureUnreadable),
    ],
    ids=["too large", "markup", "empty", "cut off", "another format"],
)
def test_what_is_no_picture_is_refused(data: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        redraw(data)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(PictureTooManyPixels):
        redraw(_file((8000, 5001), mode="1"))


def test_a_bomb_is_refused() -> None:
    header = bytearray(_file((60, 60), mode="1"))
    header[16:24] = (60_000).to_bytes(4, "big") * 2  # the header promises 3,600 million pixels
    with pytest.raises((PictureTooManyPixels, PictureUnreadable)):
        redraw(bytes(header))
