"""What a file may be called: its own name, without what steers a terminal, a browser, a file system or the eye."""

import re
import unicodedata
from typing import Final

from assetry.platform.attachments.models import MOST_NAME

# Not in a name on some system, or with a meaning in one.
_RESERVED: Final = re.compile(r'[<>:"|?*]')
_SPACES: Final = re.compile(r"\s+")
_LONGEST_EXTENSION: Final = 12


def clean_name(name: str) -> str:
    """The name in composed form and on one line, without folders, controls, invisible and direction characters.

    Empty when nothing is left. At most 200 characters; the extension stays.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    one_line = _SPACES.sub(" ", last)
    seen = "".join(
        char for char in one_line if unicodedata.category(char)[0] not in {"C", "Z"} or char == " "
    )
    kept = _RESERVED.sub("_", seen).strip(" .")
    if len(kept) <= MOST_NAME:
        return kept
    extension = extension_of(kept)
    stem = kept.removesuffix(f".{extension}") if extension else kept
    return (
        f"{stem[: MOST_NAME - _LONGEST_EXTENSION - 1].rstrip()}.{extension}"
        if extension
        else stem[:MOST_NAME]
    )


def extension_of(name: str) -> str:
    """What stands after the last point, in lower case; empty when that is no extension."""
    _stem, point, extension = name.rpartition(".")
    is_one = (
        point and 0 < len(extension) <= _LONGEST_EXTENSION and extension.isascii() and extension.isalnum()
    )
    return extension.lower() if is_one else ""
