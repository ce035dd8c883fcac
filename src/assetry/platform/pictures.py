"""Pictures that somebody uploads: decoded within bounds and drawn anew, so that nothing of the file itself is kept."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from assetry.kernel.refusals import Refusal

MOST_BYTES = 8_000_000
MOST_PIXELS = 40_000_000
SIDE = 640  # pixels of the longer side
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class PictureTooLarge(Refusal):
    """The file is larger than anybody needs."""

    code = "picture_too_large"
    status = 422
    message = _("The file is larger than 8 MB. Save the picture smaller and try again.")


class PictureTooManyPixels(Refusal):
    """The file would become huge in memory."""

    code = "picture_too_many_pixels"
    status = 422
    message = _("The picture has more than 40 million pixels. Save it smaller and try again.")


class PictureUnreadable(Refusal):
    """It is no picture, or a damaged one."""

    code = "picture_unreadable"
    status = 422
    message = _("This file is no picture that can be read. Choose a JPEG, PNG, WebP or GIF.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP of at most 640 pixels on its longer side, without what else the file told (place, camera, profile)."""

    content: bytes
    sha256: str
    width: int
    height: int


def redraw(data: bytes) -> Picture:
    """The picture of a file, drawn anew. Raises PictureTooLarge, PictureTooManyPixels, PictureUnreadable."""
    if len(data) > MOST_BYTES:
        raise PictureTooLarge(field="picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound is lower
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureTooManyPixels(field="picture")
                opened.draft("RGB", (SIDE * 2, SIDE * 2))
                return _encoded(opened)
    except Image.DecompressionBombError as error:
        raise PictureTooManyPixels(field="picture") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureUnreadable(field="picture") from error


def _encoded(opened: Image.Image) -> Picture:
    """Upright, small, its first frame alone."""
    drawn = ImageOps.exif_transpose(opened).convert("RGBA" if opened.has_transparency_data else "RGB")
    drawn.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=82, method=4)
    content = out.getvalue()
    return Picture(content, hashlib.sha256(content).hexdigest(), drawn.width, drawn.height)
