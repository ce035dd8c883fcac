"""Figures on the tabs, the chooser of columns, the height of rows."""

from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.preferences import set_own_density
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import views_for
from assetry.web.kit.answers import wants_part
from assetry.web.kit.columns import ColumnInvalid
from assetry.web.kit.lists import count_rows
from assetry.web.kit.named_lists import NamedList, list_named
from assetry.web.kit.query import COLUMNS, ListQuery, over
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.saved import MOST_TABS
from assetry.web.routes import AssetryRequest, Open, page
from assetry.web.views.columns_page import chooser
from assetry.web.views.places import inside

COLUMNS_PAGE = "views/columns.html"


@page(Open.SIGNED_IN)
def counts(request: AssetryRequest) -> HttpResponse:
    """How many rows the saved views of a list have, as one fragment; exact, and only for what the reader sees."""
    reader = reader_of(request)
    list_ = list_named(request.actor, request.GET.get("list", ""))
    shelf, wanted = views_for(request.actor, list_.name), set(request.GET.getlist("view")[:MOST_TABS])
    views = [view for view in shelf.views if view.public_id in wanted]
    figures = [(f"view-{view.public_id}", _count(list_, view, reader)) for view in views]
    return render(request, "views/counts.html", {"counts": figures})


def _count(list_: NamedList, view: SavedView, reader: Reader) -> str:
    """The figure; a view that its list can no longer read has none."""
    query = ListQuery(list_.url, over(view, QueryDict()), view=view)
    try:
        rows = count_rows(list_.describe(reader, query), query, reader)
    except Refusal:
        return "–"
    return str(number_format(rows, force_grouping=True))


@page(Open.SIGNED_IN)
def columns(request: AssetryRequest) -> HttpResponse:
    """The chooser, and (`apply`) the way back to the list with what was chosen."""
    asked = request.GET
    list_, query = _chosen_for(request)
    if asked.get("standard"):
        return HttpResponseRedirect(query.url(columns=None))
    description = list_.describe(reader_of(request), query)
    sent = asked.getlist(COLUMNS) if COLUMNS in asked or "sent" in asked else None
    try:
        chosen = chooser(description, query, sent, asked.get("move", ""))
    except ColumnInvalid as refusal:
        return HttpResponseRedirect(query.url(columns=str(refusal.params["column"])))
    if asked.get("apply"):
        return HttpResponseRedirect(query.url(columns=",".join(chosen.names) if chosen.differs else None))
    part = "#dialog" if wants_part(request, "#dialogs") else ""
    hidden = [("list", list_.name), ("at", query.url()), ("sent", "1")]
    return render(request, f"{COLUMNS_PAGE}{part}", {"page": chosen, "hidden": hidden, "back": query.url()})


def _chosen_for(request: AssetryRequest) -> tuple[NamedList, ListQuery]:
    """The list whose columns are chosen, and what it shows now; raises NotFound."""
    list_ = list_named(request.actor, request.GET.get("list", ""))
    at = urlsplit(inside(request.GET.get("at", ""), list_.url))
    return list_, ListQuery.opened(list_.url, QueryDict(at.query), list_.name, request.actor)


@page(Open.SIGNED_IN, methods=("POST",))
def density(request: AssetryRequest) -> HttpResponse:
    """Remember how high the rows are, and show the list so."""
    chosen = request.POST.get("density", "")
    try:
        set_own_density(request.actor, chosen)
    except Refusal:
        chosen = ""
    back = inside(request.POST.get(f"to-{chosen}", ""), "/")
    return HttpResponseRedirect(back)
