"""Lists as files: the menu of a list, and one route per entity, made from its registration."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from assetry.kernel.filters import FilterInvalid
from assetry.kernel.registry import Entity, entities
from assetry.platform.exports.exporting import permission_of, rows_to_export, table_of
from assetry.platform.exports.formats import FORMATS, TooManyRows, pieces_of
from assetry.platform.exports.sending import download
from assetry.platform.filters.paging import SortInvalid
from assetry.web import errors
from assetry.web.components.parts import Action
from assetry.web.kit.bulk import chosen
from assetry.web.kit.context import BulkAction
from assetry.web.kit.finding import matching
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page

EVERYTHING = "all"


def export_urls() -> list[URLPattern]:
    """Two routes for each registered entity, open to who may take its rows away: of a list, of what is ticked there."""
    whole = [path(f"exports/{one.name}", _view(one), name=f"export_{one.name}") for one in entities()]
    ticked = [
        path(f"exports/{one.name}/selected", _selected(one), name=f"export_selected_{one.name}")
        for one in entities()
    ]
    return [*whole, *ticked]


def selection_exports(entity: Entity, actor: Any) -> list[BulkAction]:
    """The file of a list's selection, for who may take rows away."""
    if not _may(entity, actor):
        return []
    url = route_url(f"export_selected_{entity.name}")
    return [BulkAction(label=_("Export"), url=url, icon="download", bare=True, download=True)]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a list shows: `asked` is its query (search and filter), `kind` the code of the only kind that it shows."""

    entity: Entity
    asked: str
    columns: Sequence[str]
    sort: str
    total: int
    kind: str = ""


def export_actions(actor: Any, list_: Shown) -> list[Action]:
    """The menu of a list: what it shows in each format, and every field as CSV, to be changed and imported again."""
    if not (list_.total and _may(list_.entity, actor)):
        return []
    url = route_url(f"export_{list_.entity.name}")
    shown = {"columns": ",".join(list_.columns), "sort": list_.sort}
    choices = [
        (_("%(format)s, these columns") % {"format": one.label}, {**shown, "format": one.code})
        for one in FORMATS.values()
        if one.most_rows is None or list_.total <= one.most_rows
    ]
    whole = {"columns": EVERYTHING, "kind": list_.kind, "sort": list_.sort, "format": "csv"}
    choices.append((_("%(format)s, all fields") % {"format": FORMATS["csv"].label}, whole))
    return [
        Action(label=label, url=f"{url}?{_query(params, list_.asked)}", icon="download", download=True)
        for label, params in choices
    ]


def _query(params: dict[str, str], asked: str) -> str:
    own = urlencode({name: text for name, text in params.items() if text}, safe=",")
    return "&".join(filter(None, (own, asked)))


def _may(entity: Entity, actor: Any) -> bool:
    needed = permission_of(entity)
    return not needed or actor.may(needed)


def _view(entity: Entity) -> Callable[..., HttpResponse]:
    @page(permission_of(entity) or Open.SIGNED_IN)
    def view(request: AssetryRequest) -> HttpResponse:
        """The rows that `?filter=` and `?q=` find, sorted by `?sort=`, with `?columns=` in a `?format=`."""
        asked, reader = request.GET, reader_of(request)
        names = asked.get("columns", EVERYTHING)
        try:
            made = FORMATS[asked.get("format", "csv")]
            rows = rows_to_export(reader.actor, entity, asked.get("filter", ""), today=reader.today)
            table = table_of(
                reader.actor,
                entity,
                matching(entity, rows, asked.get("q", "")[:200]),
                names=None if names == EVERYTHING else names.split(","),
                sort=asked.get("sort", ""),
                kind=asked.get("kind", ""),
            )
            pieces = pieces_of(table, made)
        except (FilterInvalid, SortInvalid, TooManyRows) as refusal:
            return errors.bad_request(request, why=str(refusal))
        except KeyError:
            return errors.bad_request(request)
        name = f"{asked.get('kind') or entity.name}-{request.received_at:%Y-%m-%d}.{made.code}"
        return download(request, pieces, name, made.media_type)

    return view


def _selected(entity: Entity) -> Callable[..., HttpResponse]:
    @page(permission_of(entity) or Open.SIGNED_IN, methods=("POST",))
    def view(request: AssetryRequest) -> HttpResponse:
        """The ticked rows, or all that the list's own filter finds, with every field as CSV."""
        try:
            rows, _scope = chosen(request, entity)
        except FilterInvalid as refusal:
            return errors.bad_request(request, why=str(refusal))
        may = rows_to_export(request.actor, entity, "", today=request.received_at.date())
        table = table_of(request.actor, entity, may.filter(pk__in=rows.order_by().values("pk")))
        name = f"{entity.name}-{request.received_at:%Y-%m-%d}.csv"
        return download(request, table.csv(), name, FORMATS["csv"].media_type)

    return view
