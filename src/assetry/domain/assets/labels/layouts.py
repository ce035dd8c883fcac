"""The layouts, and labels drawn in one of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.labels.content import Label
from assetry.domain.assets.labels.refusals import NothingToLabel, TooManyLabels
from assetry.kernel.refusals import Text
from assetry.platform.documents.qr import qr_svg
from assetry.platform.documents.typesetting import typeset_pdf, typeset_pictures

MOST_LABELS = 1000
_FOLDER = Path(__file__).parent


class Layout(StrEnum):
    """The code of a layout, which is also the name of its template."""

    A4 = "a4"
    ROLL_62 = "roll62"


@dataclass(frozen=True, slots=True)
class LayoutInfo:
    """A layout in words. `per_page` labels stand on a page; `size` is that of one label."""

    name: Text
    size: Text
    per_page: int


LAYOUTS: dict[Layout, LayoutInfo] = {
    Layout.A4: LayoutInfo(_("A4 sheet, 21 labels"), _("63.5 × 38.1 mm"), 21),
    Layout.ROLL_62: LayoutInfo(_("Roll, 62 mm"), _("62 × 29 mm"), 1),
}


def draw_labels(labels: Sequence[Label], layout: Layout, *, skip: int = 0) -> bytes:
    """A PDF of exact size, to be printed at 100 %. `skip` places of the first sheet stay empty: they are used up.

    Raises NothingToLabel, TooManyLabels.
    """
    if not labels:
        raise NothingToLabel
    if len(labels) > MOST_LABELS:
        raise TooManyLabels(count=len(labels), most=MOST_LABELS)
    return typeset_pdf(_template("sheet", layout), _data(labels, skip % LAYOUTS[layout].per_page))


def draw_preview(label: Label, layout: Layout) -> bytes:
    """One label alone as a PNG."""
    return typeset_pictures(_template("preview", layout), _data([label], 0))[0]


def _template(purpose: str, layout: Layout) -> Path:
    return _FOLDER / f"{purpose}_{layout}.typ"


def _data(labels: Sequence[Label], skip: int) -> dict[str, Any]:
    return {"skip": skip, "labels": [{**asdict(label), "qr": qr_svg(label.link)} for label in labels]}
