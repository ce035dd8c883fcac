"""What a saved view shows in a mail: what its list shows to the same account, as text and as a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from assetry.kernel.filters import Where, format_filter
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.platform.exports.exporting import permission_of, rows_to_export, table_of
from assetry.platform.exports.formats import FORMATS, pieces_of
from assetry.platform.exports.table import Table
from assetry.platform.exports.xlsx_writer import xlsx_pieces
from assetry.platform.permissions.actor import Actor
from assetry.platform.reports.reading import Shown, ViewSource, read_views_from
from assetry.platform.saved_views.models import SavedView
from assetry.web.kit.columns import with_columns
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.finding import matching
from assetry.web.kit.listing import Listing, compile_listing
from assetry.web.kit.query import ListQuery, over
from assetry.web.kit.reader import Reader
from assetry.web.kit.report import LOOK, figures_of
from assetry.web.views.places import list_of, url_of_view


def register() -> None:
    """Say what views show."""
    read_views_from(ViewSource(may_take=may_take, show=show))


def may_take(actor: Actor, view: SavedView) -> bool:
    """Whether the account may open the view's list, and take rows away where it sends rows and not only figures."""
    needed = "" if is_report(view) else permission_of(entity_named(view.entity))
    import_module(
        settings.ROOT_URLCONF
    )  # where routes are made, lists become known; a worker makes none else
    try:
        list_of(actor, view)
    except NotFound:
        return False
    return not needed or actor.may(needed)


def is_report(view: SavedView) -> bool:
    """Whether it shows groups and figures."""
    return bool(view.query.get("look") == [LOOK])


def show(actor: Actor, view: SavedView, at: datetime, zone: str, most: int) -> Shown:
    """The view as its list shows it. Raises NotFound, FilterInvalid, SortInvalid, GroupingInvalid, ColumnInvalid."""
    list_, reader = list_of(actor, view), Reader(actor=actor, now=at, locale=actor.language, zone=zone)
    query = ListQuery(list_.url, over(view, QueryDict()), view=view)
    description = with_columns(list_.describe(reader, query), query)
    listing = compile_listing(description, query, reader)
    url = settings.BASE_URL + url_of_view(actor, view)
    if is_report(view):
        return _figures(listing, reader, url, most)
    return _rows(description, listing, reader, url, most)


def _figures(listing: Listing, reader: Reader, url: str, most: int) -> Shown:
    figures = figures_of(listing.entity, listing.query, listing.queryset, reader)
    headers, rows = figures.plain()

    def file(form: str) -> Iterator[bytes]:
        if form == "xlsx":
            return xlsx_pieces(headers, rows)
        return (piece.encode() for piece in csv_pieces(headers, rows))

    return Shown(
        title=figures.caption,
        sentence=figures.sentence(),
        url=url,
        headers=headers,
        rows=[[_cell(value, reader) for value in row] for row in rows[:most]],
        total=len(rows),
        file=file,
        numbers=frozenset({1, 2}),
    )


def _rows(description: ListDescription, listing: Listing, reader: Reader, url: str, most: int) -> Shown:
    entity, query = listing.entity, listing.query
    wanted = format_filter(Where.both(description.base, listing.filter))
    rows = rows_to_export(reader.actor, entity, wanted, today=reader.today)
    table = table_of(
        reader.actor,
        entity,
        matching(entity, rows, query.text),
        names=[column.name for column in description.columns],
        sort=query.get("sort") or description.sort,
        kind=description.kind,
    )
    columns = [column for column in table.columns if column.name != "public_id"]
    first = list(Table(table.queryset[:most], columns).rows())
    return Shown(
        title=str(description.title),
        url=url,
        headers=[column.header for column in columns],
        rows=[[_cell(value, reader) for value in row] for row in first],
        total=len(first) if len(first) < most else table.queryset.order_by().count(),
        file=lambda form: pieces_of(table, FORMATS[form]),
        numbers=_numbers(first),
    )


def _numbers(rows: Sequence[Sequence[Any]]) -> frozenset[int]:
    """The places where every row has a number or nothing, and some row a number."""
    kinds = [{type(value) for value in column} - {type(None)} for column in zip(*rows, strict=True)]
    return frozenset(place for place, found in enumerate(kinds) if found and found <= {int, Decimal})


def _cell(value: Any, reader: Reader) -> str:
    locale = reader.locale.replace("-", "_")
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case int() | Decimal():
            return str(format_decimal(value, format="#,##0.##", locale=locale))
        case datetime():
            return str(format_datetime(value, "d MMM y HH:mm", tzinfo=reader.zone_info, locale=locale))
        case date():
            return str(format_date(value, "d MMM y", locale=locale))
    return str(value)
