"""PDFs by typst. What users typed goes in as data, which typst never reads as markup."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.contrib.staticfiles import finders

PIXELS_PER_INCH = 300
_FONT = "vendor/print/inter-400.ttf"


def typeset_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """The document of a template, which reads `json(bytes(sys.inputs.data))` and files of its own folder."""
    return bytes(_compiler(template, data).compile(format="pdf") or b"")


def typeset_pictures(template: Path, data: Mapping[str, Any]) -> list[bytes]:
    """Every page as a PNG of 300 pixels per inch."""
    pages = _compiler(template, data).compile(format="png", ppi=PIXELS_PER_INCH)
    return [bytes(page) for page in (pages if isinstance(pages, list) else [pages]) if page is not None]


def _compiler(template: Path, data: Mapping[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


@cache
def _fonts() -> typst.Fonts:
    """Inter, then what typst and the system have: names are written in every script."""
    found = finders.find(_FONT)
    return typst.Fonts(font_paths=[str(Path(found).parent)] if isinstance(found, str) else [])
