"""A selection as a file."""

from django.http import HttpResponse

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.exports import assets_table, list_assets_to_export, only_kind_of
from assetry.kernel.filters import FilterInvalid
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.exports.formats import FORMATS
from assetry.platform.exports.sending import download
from assetry.web import errors
from assetry.web.kit.bulk import chosen
from assetry.web.routes import AssetryRequest, page


@page(P.EXPORT, methods=("POST",))
def selected(request: AssetryRequest) -> HttpResponse:
    """The chosen assets as CSV, any number of them, sent while they are read; an import reads them back.

    With the columns of their kind where they share one.
    """
    try:
        rows, _scope = chosen(request, entity_named("asset"))
    except FilterInvalid as refusal:
        return errors.bad_request(request, why=str(refusal))
    those = list_assets_to_export(request.actor).filter(pk__in=rows.order_by().values("pk"))
    if not those.exists():
        raise NotFound
    kind = only_kind_of(those)
    name = f"assets-{request.received_at:%Y-%m-%d}.csv"
    return download(request, assets_table(request.actor, those, kind).csv(), name, FORMATS["csv"].media_type)
