"""The views that somebody pinned to home, as panels: what it is, how many, the first rows or the report, the way on."""

from dataclasses import replace
from typing import Final, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from assetry.kernel.refusals import NotFound, Refusal
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import pinned_views
from assetry.web.components.blocks import Block, Panel, Prose, Table, TableColumn
from assetry.web.components.parts import Action, Link
from assetry.web.kit.columns import with_columns
from assetry.web.kit.context import ListPage
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.lists import list_page
from assetry.web.kit.named_lists import NamedList, list_named
from assetry.web.kit.query import ListQuery, over
from assetry.web.kit.reader import Reader
from assetry.web.kit.saved import deed_url

_ROWS: Final = 5
_COLUMNS: Final = 4


class Described(NamedTuple):
    """A list with its description."""

    named: NamedList
    description: ListDescription


def pinned_panels(reader: Reader, home_url: str) -> list[Panel]:
    """A panel for each pinned view, in the reader's order; one whose list is closed to them is left out."""
    views = pinned_views(reader.actor)
    lists = {name: _described(name, reader) for name in {view.list_name for view in views}}
    shown = [(view, found) for view in views if (found := lists[view.list_name]) is not None]
    last = len(shown) - 1
    return [
        _panel(view, found, reader, _moves(view, home_url, is_first=n == 0, is_last=n == last))
        for n, (view, found) in enumerate(shown)
    ]


def _described(name: str, reader: Reader) -> Described | None:
    """A list and its description, made once for all views of it; None where it is closed to the reader."""
    try:
        list_ = list_named(reader.actor, name)
    except NotFound:
        return None
    return Described(list_, list_.describe(reader, ListQuery(list_.url, QueryDict())))


def _panel(view: SavedView, found: Described, reader: Reader, moves: list[Action]) -> Panel:
    query = ListQuery(found.named.url, over(view, QueryDict()), view=view)
    link = Link(label=_("Open"), url=query.view_url)
    try:
        of_day = found.named.describe(reader, query) if query.as_of else found.description
        description = with_columns(of_day, query)
        few = replace(
            description,
            size=_ROWS,
            columns=description.columns[:_COLUMNS],
            peek=None,
            photo=None,
            bulk=(),
            bare=True,
        )
        page = list_page(few, query, reader)
    except Refusal as refusal:
        return Panel(title=view.name, blocks=[Prose(text=str(refusal))], link=link, actions=moves)
    blocks = page.report.panels[0].blocks if page.report and page.report.panels else [_table(view, page)]
    return Panel(title=view.name, count=page.total, blocks=blocks, link=link, actions=moves)


def _table(view: SavedView, page: ListPage) -> Block:
    columns = [TableColumn(column.label, column.number, min(column.rank, 4)) for column in page.columns]
    return Table(
        caption=view.name,
        columns=columns,
        rows=[row.cells for row in page.rows],
        stack=False,
        empty=_("Nothing now."),
    )


def _moves(view: SavedView, home_url: str, *, is_first: bool, is_last: bool) -> list[Action]:
    """Buttons to arrange the panels."""
    deeds = [
        *([] if is_first else [("up", _("Move %(name)s up"), "arrow-up")]),
        *([] if is_last else [("down", _("Move %(name)s down"), "arrow-down")]),
        ("unpin", _("Take %(name)s from home"), "pin-off"),
    ]
    return [
        Action(
            label=label % {"name": view.name},
            url=deed_url(view, deed),
            icon=icon,
            how="post",
            look="ghost",
            small=True,
            bare=True,
            name="back",
            value=home_url,
        )
        for deed, label, icon in deeds
    ]
