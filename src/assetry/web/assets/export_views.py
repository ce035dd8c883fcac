"""A selection as a file."""

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.exports import exported_table, list_assets_to_export
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.web.assets.selection import selection_or_back
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page


@page(P.EXPORT, methods=("POST",))
def selected(request: AssetryRequest) -> HttpResponse:
    """The chosen assets as CSV, with the columns of their kind where they share one; an import reads them back."""
    selection = selection_or_back(request, reader_of(request))
    if isinstance(selection, HttpResponse):
        return selection
    kinds = {asset.kind for asset in selection.assets}
    kind = kinds.pop() if len(kinds) == 1 else None
    rows = list_assets_to_export(request.actor, kind).filter(pk__in=selection.keys)
    headers, found = exported_table(request.actor, rows, kind)
    name = f"assets-{request.received_at:%Y-%m-%d}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    answered = StreamingHttpResponse(
        csv_pieces(headers, found), content_type="text/csv; charset=utf-8", headers=disposition
    )
    return cast("HttpResponse", answered)  # the middlewares of ours handle both
