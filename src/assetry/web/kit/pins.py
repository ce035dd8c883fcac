"""The views that somebody pinned to home, as panels: what it is, how many, the first rows or the report, the way on."""

from dataclasses import replace
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from assetry.kernel.refusals import NotFound, Refusal
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import pinned_views
from assetry.web.components.blocks import Block, Panel, Prose, Table, TableColumn
from assetry.web.components.parts import Action, Link
from assetry.web.kit.columns import with_columns
from assetry.web.kit.context import ListPage
from assetry.web.kit.links import route_url
from assetry.web.kit.lists import list_page
from assetry.web.kit.named_lists import NamedList, list_named
from assetry.web.kit.query import ListQuery, over
from assetry.web.kit.reader import Reader

_ROWS: Final = 5
_COLUMNS: Final = 4


def pinned_panels(reader: Reader, home_url: str) -> list[Panel]:
    """A panel for each pinned view, in the reader's order; one whose list is closed to them is left out."""
    shown: list[tuple[SavedView, NamedList]] = []
    for view in pinned_views(reader.actor):
        try:
            shown.append((view, list_named(reader.actor, view.list_name)))
        except NotFound:
            continue
    last = len(shown) - 1
    return [
        _panel(view, list_, reader, _moves(view, home_url, is_first=n == 0, is_last=n == last))
        for n, (view, list_) in enumerate(shown)
    ]


def _panel(view: SavedView, list_: NamedList, reader: Reader, moves: list[Action]) -> Panel:
    query = ListQuery(list_.url, over(view, QueryDict()), view=view)
    link = Link(label=_("Open"), url=query.view_url)
    try:
        description = with_columns(list_.describe(reader, query), query)
        few = replace(description, size=_ROWS, columns=description.columns[:_COLUMNS], peek=None, bulk=())
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
            url=route_url("view_act", public_id=view.public_id, name=deed),
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
