"""Home, the counts of the sidebar, search, and what a scanned code opens."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format

from assetry.domain.assets.counts import count_by_kind
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.kinds.registry import KINDS_OF_GROUP
from assetry.domain.assets.queries import find_by_code, get_asset_for
from assetry.domain.catalog.queries import list_kinds
from assetry.kernel.refusals import NotFound
from assetry.platform.bulk.runs import count_news_for
from assetry.platform.inbox.queries import count_open
from assetry.platform.search.queries import is_searchable
from assetry.web.home.ends import with_ends
from assetry.web.home.own_kinds import own_kinds
from assetry.web.home.pages import home_page
from assetry.web.home.palette import IN_PALETTE, ON_PAGE, palette_groups
from assetry.web.kit.context import Band
from assetry.web.kit.pins import pinned_panels
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page


@page(Open.SIGNED_IN)
def home(request: AssetryRequest) -> HttpResponse:
    """The first page after sign-in; for whoever sees no assets but their own, My equipment."""
    if not request.actor.may(AssetPermission.VIEW):
        return redirect("my_equipment")
    content = with_ends(home_page(request.actor, request.received_at.date()), reader_of(request))
    pinned = pinned_panels(reader_of(request), request.path)
    if pinned:
        band = Band(left=pinned[::2], right=pinned[1::2], even=True)
        content = replace(content, bands=(*content.bands, band))
    return render(request, "kit/overview.html", {"page": content})


@page(AssetPermission.VIEW)
def counts(request: AssetryRequest) -> HttpResponse:
    """The figures of the sidebar, as one fragment."""
    by_kind, kinds = count_by_kind(request.actor), list_kinds(request.actor)
    numbers = {"all": sum(by_kind.values())} | {kind.code: by_kind.get(kind.pk, 0) for kind in kinds}
    numbers |= {code: sum(numbers.get(kind, 0) for kind in of) for code, of in KINDS_OF_GROUP.items()}
    figures = [(name, number_format(number, force_grouping=True), False) for name, number in numbers.items()]
    news = count_news_for(request.actor)
    figures.append(("jobs", number_format(news) if news else "", bool(news)))
    waiting = count_open(request.actor, at=request.received_at)
    figures.append(("inbox", number_format(waiting) if waiting else "", bool(waiting)))
    own = own_kinds(request, kinds, numbers)
    return render(request, "shell/counts.html", {"counts": figures, "own_kinds": own})


@page(Open.SIGNED_IN)
def palette(request: AssetryRequest) -> HttpResponse:
    """What the search finds, grouped: the palette's fragment, or a page of its own."""
    query = request.GET.get("q", "").strip()[:200]
    fragment = request.headers.get("HX-Request") == "true"
    limit = IN_PALETTE if fragment else ON_PAGE
    groups = palette_groups(request.actor, query, limit=limit, counted=not fragment)
    total, short = sum(len(group.items) for group in groups), not is_searchable(query.lstrip("#@> "))
    context = {"groups": groups, "query": query, "total": total, "short": short}
    return render(request, "palette/results.html" if fragment else "palette/page.html", context)


@page(Open.SIGNED_IN)
def resolve_code(request: AssetryRequest) -> HttpResponse:
    """Open what a scanned or typed code names; several, or none, become a search."""
    code = scanned_code(request.GET.get("code", "").strip()[:200])
    found = find_by_code(request.actor, code) if code else []
    if len(found) == 1:
        return redirect("asset", public_id=found[0].public_id)
    return redirect(f"{reverse('palette')}?{urlencode({'q': code})}")


def scanned_code(text: str) -> str:
    """What a scan says: the code itself, or the last part of the address that a label of ours holds."""
    label = re.fullmatch(r"https?://[^/]+/(?:q|assets)/([^/?#]+)/?", text, re.IGNORECASE)
    return label[1] if label else text


@page(Open.SIGNED_IN)
def resolve_public_id(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Behind a QR code: the asset's page, for who may see it."""
    try:
        asset = get_asset_for(request.actor, public_id)
    except NotFound:
        found = find_by_code(request.actor, public_id)
        if len(found) != 1:
            raise
        asset = found[0]
    return redirect("asset", public_id=asset.public_id)
