"""A selection as a file."""

from django.http import HttpResponse

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.exports import assets_table, list_assets_to_export
from assetry.platform.exports.formats import FORMATS
from assetry.platform.exports.sending import download
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
    pieces = assets_table(request.actor, rows, kind).csv()
    return download(request, pieces, f"assets-{request.received_at:%Y-%m-%d}.csv", FORMATS["csv"].media_type)
