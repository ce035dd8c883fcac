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
    (document,) = _listed(_compiler(template, data).compile(format="pdf"))
    return document


def typeset_pictures(template: Path, data: Mapping[str, Any]) -> list[bytes]:
    """Every page as a PNG of 300 pixels per inch."""
    return _listed(_compiler(template, data).compile(format="png", ppi=PIXELS_PER_INCH))


def _compiler(template: Path, data: Mapping[str, Any]) -> typst.Compiler:
    given = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=given)


def _listed(made: bytes | list[bytes] | None) -> list[bytes]:
    """Typst gives one file alone, several as a list."""
    return made if isinstance(made, list) else [made or b""]


@cache
def _fonts() -> typst.Fonts:
    """Inter, then what typst and the system have: names are written in every script."""
    found = finders.find(_FONT)
    return typst.Fonts(font_paths=[str(Path(found).parent)] if isinstance(found, str) else [])
