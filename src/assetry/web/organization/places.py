"""Locations: a tree with counts that include what lies below, and one place's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.domain.assets.models import Status
from assetry.domain.assets.queries import count_by_status_at, list_period_keys, list_statuses
from assetry.domain.assets.states import State
from assetry.domain.organization import operations
from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.models import Location
from assetry.web.components import cells
from assetry.web.components.blocks import Bar, HBars, Panel, Tree, TreeNode
from assetry.web.components.parts import Action, Tile, Words
from assetry.web.components.parts import State as EmptyState
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, DetailPage, OverviewPage
from assetry.web.kit.describe import Facet, ListColumn, ListDescription
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url, url_for_named
from assetry.web.kit.lists import answer_list
from assetry.web.kit.looks import TREE
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.records import Records, list_of
from assetry.web.kit.values import status_html
from assetry.web.organization.story import custody_timeline
from assetry.web.routes import AssetryRequest, page


@page(P.VIEW)
def locations(request: AssetryRequest) -> HttpResponse:
    """Every place in scope as a tree; each number opens its rows."""
    reader = reader_of(request)
    query = ListQuery.opened(request.path, request.GET, "location", request.actor)
    if query.params and query.get("look") != TREE:
        return answer_list(request, _as_list(reader), query)
    places = list(
        Location.objects.visible_to(request.actor)
        .select_related("manager", "company")
        .order_by("company__name_sort", "path_name", "id")
    )
    return answer(request, "kit/overview.html", _tree_page(places, reader))


def _as_list(reader: Reader) -> ListDescription:
    """The places one below the other, with filters and columns."""
    return replace(list_of(LOCATIONS, reader), tree=True)


def _tree_page(places: Sequence[Location], reader: Reader) -> OverviewPage:
    actions = (
        [Action(label=_("New location"), url=reverse("location_create"), icon="plus")]
        if reader.actor.may(P.MANAGE)
        else []
    )
    if not places:
        text = _(
            "Locations say where things are: sites, floors, rooms, stockrooms. Make the first one, or let an "
            "import make them."
        )
        first = tuple(replace(action, look="primary") for action in actions)
        empty = EmptyState(icon="map-pin", title=_("No locations yet"), text=text, actions=first)
        return OverviewPage(title=_("Locations"), empty=empty)
    table = f"{reverse('locations')}?{urlencode({'look': 'table'})}"
    actions.append(Action(label=_("Table"), url=table, icon="rows-3", look="ghost"))
    counts = count_by_status_at(reader.actor, [place.pk for place in places])
    total = sum(counts.values())
    number = ngettext("%(n)d place", "%(n)d places", len(places)) % {"n": len(places)}
    assets = ngettext("%(n)d asset stands in them", "%(n)d assets stand in them", total) % {"n": total}
    companies: dict[int, list[Location]] = {}
    for place in places:
        companies.setdefault(place.company_id, []).append(place)
    figures = _figures(places, counts, {status.pk: status.state for status in list_statuses(reader.actor)})
    panels = [_company_panel(rows, figures, reader) for rows in companies.values()]
    return OverviewPage(
        title=_("Locations"), summary=f"{number} · {assets}", actions=actions, bands=[Band(left=panels)]
    )


@dataclass(slots=True)
class Figures:
    """How many assets stand in a place or below it, and how many of them in two of the states."""

    assets: int = 0
    in_use: int = 0
    in_stock: int = 0


def _figures(
    places: Sequence[Location], counts: Mapping[tuple[int, int], int], states: Mapping[int, str]
) -> dict[int, Figures]:
    """Each place's figures: its own and those of everything below it."""
    paths = {place.pk: place.path for place in places}
    figures = {key: Figures() for path in paths.values() for key in path}
    for (location, status), n in counts.items():
        for ancestor in paths[location]:
            found = figures[ancestor]
            found.assets += n
            found.in_use += n if states.get(status) == State.IN_USE else 0
            found.in_stock += n if states.get(status) == State.IN_STOCK else 0
    return figures


def _company_panel(places: Sequence[Location], figures: Mapping[int, Figures], reader: Reader) -> Panel:
    parents = {place.parent_id for place in places}
    shown = {place.pk for place in places}
    nodes = [
        TreeNode(
            label=place.name,
            url=entity_url("location", place.public_id),
            depth=max(len([step for step in place.path if step in shown]), 1),
            icon="package"
            if place.is_stockroom
            else "building-2"
            if place.parent_id is None
            else "door-open",
            cells=_cells(place, figures[place.pk], reader),
            has_children=place.pk in parents,
        )
        for place in places
    ]
    heads = (_("Assets"), _("In use"), _("In stock"), _("Answers for it"))
    return Panel(
        title=places[0].company.name,
        count=len(places),
        blocks=(Tree(label=_("Location"), heads=heads, nodes=nodes),),
    )


def _cells(place: Location, figures: Figures, reader: Reader) -> tuple[Words, ...]:
    numbers = (
        (figures.assets, _assets_under(place)),
        (figures.in_use, _assets_under(place, state=State.IN_USE)),
        (figures.in_stock, _assets_under(place, state=State.IN_STOCK)),
    )
    written = (
        cells.number_html(n, locale=reader.locale, url=url) if n else cells.none_html() for n, url in numbers
    )
    return (*written, _manager_cell(place, reader))


def _manager_cell(place: Location, reader: Reader) -> Words:
    if place.manager is None:
        return cells.none_html()
    return cells.person_html(place.manager.name, url=url_for_named("person", place.manager, reader.actor))


def _assets_under(place: Location, **more: str) -> str:
    return f"{route_url('assets')}?{urlencode({'location': place.public_id, **more})}"


def _enrich(page_: DetailPage, place: Any, reader: Reader) -> DetailPage:
    """What stands here and below, by status; what came and went."""
    below = list(
        Location.objects.visible_to(reader.actor)
        .filter(path__contains=[place.pk])
        .values_list("id", flat=True)
    )
    counts = count_by_status_at(reader.actor, below)
    here = sum(n for (location, _status), n in counts.items() if location == place.pk)
    states = {status.pk: status.state for status in list_statuses(reader.actor)}
    below_by_state = {
        state: sum(n for (_location, status), n in counts.items() if states.get(status) == state)
        for state in (State.IN_USE, State.IN_STOCK)
    }
    history = custody_timeline("location", place.pk, list_period_keys(location=place), reader)
    return replace(
        page_,
        facts=[*([cells.text_html(place.path_name)] if place.parent_id else []), *page_.facts],
        badges=[cells.badge_html(_("Stockroom"), hue=250, icon="package")] if place.is_stockroom else [],
        tiles=(
            Tile(label=_("Here"), value=str(here), url=_assets_here(place)),
            Tile(label=_("Here and below"), value=str(sum(counts.values())), url=_assets_under(place)),
            *(
                Tile(
                    label=state.label,
                    value=str(n),
                    note=_("here and below"),
                    url=_assets_under(place, state=state),
                )
                for state, n in below_by_state.items()
            ),
        ),
        main=(_status_panel(place, counts, reader), *page_.main),
        side=(Panel(title=_("History"), id="history", blocks=(history,)),),
    )


def _assets_here(place: Location) -> str:
    condition = f'location eq "{place.public_id}"'
    return f"{route_url('assets')}?{urlencode({'filter': condition})}"


def _status_panel(place: Location, counts: Mapping[tuple[int, int], int], reader: Reader) -> Panel:
    totals: dict[int, int] = {}
    for (_location, status), n in counts.items():
        totals[status] = totals.get(status, 0) + n
    statuses: list[Status] = [status for status in list_statuses(reader.actor) if totals.get(status.pk)]
    bars = [
        Bar(
            label=status_html(status),
            value=totals[status.pk],
            url=_assets_under(place, status=status.public_id),
        )
        for status in sorted(statuses, key=lambda status: -totals[status.pk])
    ]
    return Panel(title=_("By status"), sub=_("here and below"), blocks=(HBars(bars=bars),))


LOCATIONS = Records(
    entity="location",
    route="locations",
    prefix="locations",
    manage=P.MANAGE,
    create=operations.create_location,
    edit=operations.edit_location,
    columns=(ListColumn(name="name", place="name"), ListColumn(name="company", place="sub")),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("name", "parent", "is_stockroom", "manager")),
        FormGroup(title=gettext_lazy("Where it is"), fields=("address", "country"), folded=True),
        FormGroup(title=gettext_lazy("More"), fields=("note", "is_archived"), folded=True),
    ),
    empty="",
    narrowed=("parent", "manager"),
    another=("company", "parent"),
    related=("company",),
    facets=(Facet(name="company"),),
    enrich=_enrich,
)
