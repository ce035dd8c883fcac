"""What a list's address answers beside the list: figures that come after its rows, the filter builder, a jump."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from assetry.kernel.registry import entity_named
from assetry.platform.filters.jumps import jump_to
from assetry.platform.filters.paging import sort_of
from assetry.web.kit.answers import wants_part
from assetry.web.kit.building import answer_builder
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.facets import counted_filters
from assetry.web.kit.listing import compile_listing
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader
from assetry.web.kit.sums import count_words, grouped, sums_of
from assetry.web.routes import AssetryRequest


def answer_beside(
    request: AssetryRequest, description: ListDescription, query: ListQuery, reader: Reader
) -> HttpResponse | None:
    """What was asked for instead of the list; None where it is the list. Raises what a list's address is refused by."""
    if query.get("build"):
        return answer_builder(request, description, query, reader)
    if query.get("goto"):
        return HttpResponseRedirect(_jump(description, query, reader))
    if wants_part(request, "#list-sums"):
        sums = sums_of(description, query, reader)
        summary = count_words(sums.total, sums.whole, entity_named(description.entity))
        context = {"sums": sums, "summary": summary, "total": grouped(sums.total)}
        return render(request, "kit/list_sums.html", context)
    if wants_part(request, "#facet-list"):
        filters = counted_filters(description, query, reader)
        return render(request, "kit/list_filters.html#facets", {"page": {"filters": filters}})
    return None


def _jump(description: ListDescription, query: ListQuery, reader: Reader) -> str:
    """The address of the page that begins with what was typed. Raises JumpInvalid."""
    listing = compile_listing(description, query, reader)
    sort = sort_of(listing.entity, query.get("sort") or description.sort)
    jump = jump_to(listing.queryset, sort, query.get("goto"))
    return query.url(cursor=jump.cursor, at=str(jump.before + 1), filters=query.get("filters"))
