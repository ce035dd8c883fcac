"""The reports: saved views that show groups and figures, and some that are always there."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.models import SavedView, Visibility
from assetry.platform.saved_views.queries import views_visible_to
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn, Todo, TodoItem
from assetry.web.components.parts import Action, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import route_url
from assetry.web.kit.named_lists import list_named
from assetry.web.kit.report import LOOK
from assetry.web.routes import AssetryRequest, Open, page
from assetry.web.views.places import url_of_view


@dataclass(frozen=True, slots=True)
class Starter:
    """A question that every register answers: a list, grouped, or filtered with the columns that answer it."""

    list_name: str
    title: Words
    group: str = ""
    measure: str = ""
    of: str = ""
    step: str = ""
    filter: str = ""
    columns: str = ""

    @property
    def query(self) -> str:
        """Its part of the address."""
        words = {"group": self.group, "measure": self.measure, "of": self.of, "step": self.step}
        asked = {"look": LOOK if self.group else "", **words, "filter": self.filter, "columns": self.columns}
        return urlencode({name: word for name, word in asked.items() if word})


STARTERS = (
    Starter("asset", gettext_lazy("How many assets are in each status?"), "status"),
    Starter("asset", gettext_lazy("Where are the assets?"), "location"),
    Starter("asset", gettext_lazy("Which models do we have most of?"), "model"),
    Starter("asset", gettext_lazy("What did we buy each month?"), "purchased_on", "sum", "cost_amount"),
    Starter(
        "asset", gettext_lazy("How much did we spend with each supplier?"), "supplier", "sum", "cost_amount"
    ),
    Starter(
        "asset",
        gettext_lazy("What does an asset of each category cost?"),
        "category",
        "average",
        "cost_amount",
    ),
    Starter(
        "asset",
        gettext_lazy("Which assets run something out of support, or soon?"),
        filter='release_support_to lt "today+90d" and state not_in "retired" "disposed"',
        columns="asset_tag,release_in_use,release_support_to,newest_release,owner_person,status",
    ),
    Starter("person", gettext_lazy("How many people are in each department?"), "department"),
)


@page(Open.SIGNED_IN)
def reports(request: AssetryRequest) -> HttpResponse:
    """Every report that the reader may open."""
    actor = request.actor
    description = OverviewPage(
        title=_("Reports"),
        summary=_("A report is a list in groups: filter it, group it, add it up, and save it as a view."),
        actions=(Action(label=_("Reports by mail"), url=route_url("report_schedules"), icon="send"),),
        bands=(Band(left=[_saved(actor)], right=[_starters(actor)]),),
    )
    return answer(request, "kit/overview.html", description)


def _saved(actor: Actor) -> Panel:
    rows = [
        row
        for view in views_visible_to(actor).filter(query__look=[LOOK]).order_by("name")
        for row in _row(actor, view)
    ]
    heads = (TableColumn(_("Report")), TableColumn(_("Of")), TableColumn(_("Shared with"), rank=2))
    empty = _("None yet. Open a list, choose “Report”, group it as you like and save the view.")
    table = Table(caption=_("Saved reports"), columns=heads, rows=rows, empty=empty)
    return Panel(title=_("Saved reports"), count=len(rows), blocks=[table])


def _row(actor: Actor, view: SavedView) -> Iterator[list[Words]]:
    """The view's row; none where the actor cannot open its list."""
    try:
        url = url_of_view(actor, view)
    except NotFound:
        return
    yield [
        cells.name_html(view.name, url),
        cells.text_html(str(entity_named(view.entity).label_plural)),
        cells.text_html(str(Visibility(view.visibility).label)),
    ]


def _starters(actor: Actor) -> Panel:
    items = [item for starter in STARTERS for item in _item(actor, starter)]
    return Panel(title=_("Always there"), blocks=[Todo(items=items, empty=_("Nothing that you may see."))])


def _item(actor: Actor, starter: Starter) -> Iterator[TodoItem]:
    try:
        list_ = list_named(actor, starter.list_name)
    except NotFound:
        return
    icon = "calendar" if starter.group == "purchased_on" else "chart-column"
    yield TodoItem(icon=icon, title=starter.title, url=f"{list_.url}?{starter.query}")
