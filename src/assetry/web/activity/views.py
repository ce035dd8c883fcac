"""The activity log: the page and the file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse

from assetry.domain.access.activity import list_activity_for
from assetry.domain.access.events import AccessPermission as P
from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.platform.audit.activity import Wanted
from assetry.platform.audit.queries import unsealed_tail
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.platform.exports.sending import download
from assetry.web.activity.exports import export_headers, export_rows
from assetry.web.activity.pages import SIZE, log_page, wanted_of
from assetry.web.kit.answers import answer
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

# A file holds what one can still open in a spreadsheet; a longer story is asked for in parts, by dates.
MOST_EVENTS = 20_000
EVENTS_AT_ONCE = 500


@page(P.VIEW_ACTIVITY)
def activity(request: AssetryRequest) -> HttpResponse:
    """Who did what, newest first, in the reader's scope."""
    query, reader = ListQuery.of(request), reader_of(request)
    try:
        found = list_activity_for(
            request.actor, wanted_of(query, reader), at=reader.now, cursor=query.get("cursor"), limit=SIZE
        )
    except InvalidValue as refusal:
        raise NotFound from refusal
    return answer(request, "kit/list.html", log_page(found, query, reader, unsealed_tail()))


@page(P.VIEW_ACTIVITY)
def export(request: AssetryRequest) -> HttpResponse:
    """The same as CSV: a row for each value that changed."""
    reader = reader_of(request)
    wanted = wanted_of(ListQuery.of(request), reader)
    name = f"activity-{reader.now:%Y-%m-%d}.csv"
    pieces = (piece.encode() for piece in csv_pieces(export_headers(), _rows(wanted, reader)))
    return download(request, pieces, name, "text/csv; charset=utf-8")


def _rows(wanted: Wanted, reader: Reader) -> Iterator[list[Any]]:
    cursor = ""
    for _part in range(MOST_EVENTS // EVENTS_AT_ONCE):
        found = list_activity_for(reader.actor, wanted, at=reader.now, cursor=cursor, limit=EVENTS_AT_ONCE)
        yield from export_rows(found, reader)
        cursor = found.cursor
        if not cursor:
            return
