"""A list as a file: the one exporter's, with the list's own filter and order, and all its rows."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from assetry.api.v1.requests import ApiRequest
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import Entity
from assetry.platform.exports.exporting import permission_of, rows_to_export, table_of, unknown_names
from assetry.platform.exports.formats import FORMATS, pieces_of
from assetry.platform.exports.sending import download

# What goes with pages alone.
_OF_PAGES = ("limit", "cursor", "count", "as_of")


def answer_file(request: ApiRequest, entity: Entity, params: Any) -> HttpResponse:
    """Every row that the filter finds and the actor may take away, under `columns` ("": all).

    Raises NotPermitted, FilterInvalid, SortInvalid, TooManyRows, and InvalidInput naming what no file has.
    """
    actor = request.auth
    if needed := permission_of(entity):
        actor.require(needed)
    if paged := [name for name in _OF_PAGES if name in request.GET]:
        raise InvalidInput(dict.fromkeys(paged, _("A file has every row of today; leave this out.")))
    names, made = params.columns.split(",") if params.columns else None, FORMATS[params.format]
    rows = rows_to_export(actor, entity, params.filter, today=request.received_at.date())
    table = table_of(actor, entity, rows, names=names, sort=params.sort)
    if unknown_names(entity, table, names or ()):
        raise InvalidInput({"columns": _("Name fields of this list, separated by commas.")})
    pieces = pieces_of(table, made)
    return download(
        request, pieces, f"{entity.name}-{request.received_at:%Y-%m-%d}.{made.code}", made.media_type
    )
