"""Labels of one asset or of a selection: choose a layout, see how it looks, take the PDF."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.labels.content import Label, make_labels
from assetry.domain.assets.labels.layouts import LAYOUTS, MOST_LABELS, Layout, draw_labels, draw_preview
from assetry.domain.assets.labels.queries import list_assets_to_label
from assetry.domain.assets.queries import get_asset_for
from assetry.kernel.refusals import NotFound, Refusal
from assetry.web.assets.selection import pack_picks, return_url, selection_or_back
from assetry.web.components.fields import FieldError, FieldView, Option
from assetry.web.kit.answers import answer
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

INLINE = {"Content-Disposition": 'inline; filename="labels.pdf"'}


@page(P.LABEL, methods=("GET", "POST"))
def choose(request: AssetryRequest, public_id: str = "") -> HttpResponse:
    """The layouts, with the label of the first asset in each; of more than one document holds, a job's form."""
    if public_id:
        get_asset_for(request.actor, public_id, P.LABEL)
    selection = selection_or_back(request, reader_of(request), public_id, work="label", few=MOST_LABELS)
    if isinstance(selection, HttpResponse):
        return selection
    assets = _printable(request, selection.keys)
    return _page(request, assets, return_url(request, selection))


@page(P.LABEL, methods=("POST",))
def pdf(request: AssetryRequest) -> HttpResponse:
    """The labels of the picked assets; what cannot be printed is said on the page again."""
    selection = selection_or_back(request, reader_of(request))
    if isinstance(selection, HttpResponse):
        return selection
    assets = _printable(request, selection.keys)
    layout = request.POST.get("layout", "")
    skip = request.POST.get("skip", "").strip() or "0"
    if layout not in list(Layout) or not skip.isdigit() or len(skip) > 3:
        return _page(request, assets, return_url(request, selection), skip=skip)
    try:
        content = draw_labels(_labels(assets), Layout(layout), skip=int(skip))
    except Refusal as refusal:
        return _page(request, assets, return_url(request, selection), refusal=refusal)
    return HttpResponse(content, content_type="application/pdf", headers=INLINE)


@page(P.LABEL)
def picture(request: AssetryRequest, public_id: str, layout: str) -> HttpResponse:
    """The label of one asset as it will be printed."""
    asset = get_asset_for(request.actor, public_id, P.LABEL)
    if layout not in list(Layout):
        raise NotFound
    (label,) = _labels([asset])
    content = draw_preview(label, Layout(layout))
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, max-age=60"})


def _printable(request: AssetryRequest, keys: list[int]) -> list[Any]:
    try:
        return list_assets_to_label(request.actor, Q(pk__in=keys))
    except Refusal as refusal:
        raise NotFound from refusal


def _labels(assets: list[Any]) -> list[Label]:
    return make_labels(assets, base_url=settings.BASE_URL)


def _page(
    request: AssetryRequest,
    assets: list[Any],
    back: str,
    *,
    skip: str | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """`skip` is what was typed and cannot be used."""
    errors = [_("Give a number of at most three digits.")] if skip is not None else []
    summary = [FieldError(field_id="f-skip", label=_("Places to skip"), message=errors[0])] if errors else []
    context = {
        "count": ngettext("%(n)d label", "%(n)d labels", len(assets)) % {"n": len(assets)},
        "picks": pack_picks(assets),
        "back": back,
        "refusal": refusal,
        "errors": summary,
        "previews": [
            {
                "url": reverse("asset_label_picture", kwargs={"public_id": assets[0].public_id, "layout": layout}),
                "name": str(assets[0]),
                "size": f"{info.name} · {info.size}",
            }
            for layout, info in LAYOUTS.items()
        ],
        "layout": FieldView(name="layout", label=_("Layout"), widget="radio", options=_layouts()),
        "skip": FieldView(
            name="skip", label=_("Places to skip"), widget="number", value=skip or "", errors=errors, max_length=3,
            help=_("How many places of the first sheet are used up already"),
        ),
    }  # fmt: skip
    return answer(
        request, "assets/labels.html", None, status=422 if errors or refusal else 200, context=context
    )


def _layouts() -> list[Option]:
    return [
        Option(value=layout.value, label=info.name, note=info.size, chosen=layout is Layout.A4)
        for layout, info in LAYOUTS.items()
    ]
