"""Files to take away: the rows that an import refused, and assets as CSV."""

from typing import cast

from django.db.models import Q
from django.http import HttpResponse, StreamingHttpResponse

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.exports import exported_table, list_assets_to_export
from assetry.domain.assets.imports.operations import sheet_of
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.refused import refused_rows_of
from assetry.domain.catalog.queries import get_kind_for
from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.registry import entity_named
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.platform.filters.compile import compile_filter
from assetry.platform.imports.runs import get_run_for
from assetry.web import errors
from assetry.web.kit.finding import matching
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

CSV = "text/csv; charset=utf-8"


@page(P.IMPORT)
def refused(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The refused rows with a column of reasons, to be mended and imported again."""
    run = get_run_for(request.actor, public_id)
    options = ImportOptions.from_json(run.options) if run.options else None
    content = refused_rows_of(run, sheet_of(run, options))
    return HttpResponse(content, content_type=CSV, headers=_as_file(f"refused-{run.public_id}.csv"))


@page(P.EXPORT)
def assets(request: AssetryRequest) -> HttpResponse:
    """Assets as CSV, of one kind (`?kind=`), under filter and search (`?filter=`, `?q=`); an import reads them back."""
    actor = request.actor
    kind = get_kind_for(actor, request.GET["kind"]) if request.GET.get("kind") else None
    condition = Q()
    if text := request.GET.get("filter", ""):
        try:
            condition = compile_filter(
                entity_named("asset"), parse_filter(text), actor, today=reader_of(request).today
            )
        except FilterInvalid:
            return errors.bad_request(request)
    wanted = matching(
        entity_named("asset"), list_assets_to_export(actor, kind, condition), request.GET.get("q", "")
    )
    headers, found = exported_table(actor, wanted, kind)
    name = f"{kind.code if kind else 'assets'}-{request.received_at:%Y-%m-%d}.csv"
    answered = StreamingHttpResponse(csv_pieces(headers, found), content_type=CSV, headers=_as_file(name))
    return cast("HttpResponse", answered)  # the middlewares of ours handle both


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
