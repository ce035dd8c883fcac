"""Home as data: four figures, what needs attention, how the register is spread."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.counts import count_by_location, count_by_status
from assetry.domain.assets.models import Status
from assetry.domain.assets.queries import list_all_statuses
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import list_kinds
from assetry.domain.organization.models import Location
from assetry.platform.permissions.actor import Actor
from assetry.web.components.blocks import Bar, HBars, Panel, Todo, TodoItem
from assetry.web.components.parts import Action, State, Tile
from assetry.web.home.attention import present_concerns
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import route_url
from assetry.web.kit.values import status_html

LOCATIONS_SHOWN = 10


def home_page(actor: Actor, today: date) -> OverviewPage:
    """What a person who sees assets should know now; a first step where there are none yet."""
    counts = count_by_status(actor)
    if not counts:
        return OverviewPage(title=_welcome(actor), empty=_nothing_yet(actor))
    kinds = list_kinds(actor)
    statuses = {status.pk: status for status in list_all_statuses(actor)}
    items = [
        _todo(concern, n, first=position == 0)
        for position, (concern, n) in enumerate(present_concerns(actor, today))
    ]
    return OverviewPage(
        title=_welcome(actor),
        summary=_sentence(len(items), sum(counts.values())),
        tiles=_tiles(counts, kinds[0], statuses),
        bands=(
            Band(left=[_attention(items)], right=[_by_status(counts, kinds[0], statuses)]),
            Band(left=[_by_location(actor)], right=[_by_kind(counts, kinds)], even=True),
        ),
    )


def _welcome(actor: Actor) -> str:
    return _("Good day, %(name)s") % {"name": actor.name.split()[0] if actor.name else ""}


def _sentence(concerns: int, total: int) -> str:
    assets = ngettext("%(n)d asset", "%(n)d assets", total) % {"n": total}
    if not concerns:
        return _("%(assets)s, and nothing needs you now.") % {"assets": assets}
    things = ngettext("%(n)d thing needs attention", "%(n)d things need attention", concerns) % {
        "n": concerns
    }
    return _("%(assets)s. %(things)s.") % {"assets": assets, "things": things}


def _nothing_yet(actor: Actor) -> State:
    actions = [
        Action(label=_("Import a file"), url=route_url("import_assets"), icon="upload", look="primary"),
        Action(label=_("Register an asset"), url=route_url("asset_create", kind="hardware"), icon="plus"),
    ]
    may = actor.may("assets.asset.create")
    return State(
        icon="boxes",
        title=_("No assets yet"),
        text=_(
            "The register holds every IT asset: who has it, who answers for it, where it is. Load a spreadsheet, "
            "or register the first one by hand."
        ),
        actions=tuple(action for action in actions if may and action.url),
    )


def _rows_of(
    kind: AssetKind, states: Iterable[str], statuses: dict[int, Status], counts: dict[tuple[int, int], int]
) -> int:
    wanted = set(states)
    return sum(
        n
        for (kind_id, status), n in counts.items()
        if kind_id == kind.pk and statuses[status].state in wanted
    )


def _list_url(kind: AssetKind, **query: str) -> str:
    url = route_url("assets_of_kind", kind=kind.code)
    return f"{url}?{urlencode(query)}" if query else url


def _state_filter(*states: str) -> str:
    return "state in " + " ".join(f'"{state}"' for state in states)


def _tiles(
    counts: dict[tuple[int, int], int], kind: AssetKind, statuses: dict[int, Status]
) -> Sequence[Tile]:
    total = sum(n for (kind_id, _status), n in counts.items() if kind_id == kind.pk)
    figures: tuple[tuple[str, tuple[str, ...], str, Any], ...] = (
        (_("%(kind)s in use") % {"kind": kind.name}, ("in_use",), _("of %(total)s") % {"total": total}, ""),
        (_("Ready to issue"), ("in_stock",), "", ""),
        (_("In repair"), ("in_maintenance",), "", ""),
        (_("Missing"), ("missing",), "", "late"),
    )
    tiles = []
    for label, states, unit, tone in figures:
        n = _rows_of(kind, states, statuses, counts)
        share = (
            _("%(share)s %% of %(kind)s") % {"share": f"{n / total * 100:.1f}", "kind": kind.name.lower()}
            if total
            else ""
        )
        tiles.append(
            Tile(
                label=label,
                value=str(n),
                unit=unit,
                note=share,
                tone=tone if n else "",
                url=_list_url(kind, filter=_state_filter(*states)),
            )
        )
    return tiles


def _todo(concern: Any, count: int, *, first: bool) -> TodoItem:
    action = Action(label=_("Review"), url=concern.url, look="primary" if first else "", small=True)
    return TodoItem(
        icon=concern.icon,
        title=f"{concern.title}: {count}",
        text=concern.text,
        url=concern.url,
        action=action,
        tone=concern.tone,
    )


def _attention(items: Sequence[TodoItem]) -> Panel:
    return Panel(
        title=_("Needs attention"),
        count=len(items),
        blocks=[Todo(items=items, empty=_("Nothing is late, missing or without an owner."))],
    )


def _by_status(counts: dict[tuple[int, int], int], kind: AssetKind, statuses: dict[int, Status]) -> Panel:
    bars = [
        Bar(
            label=status_html(status),
            value=counts[(kind.pk, status.pk)],
            url=_list_url(kind, status=status.public_id),
        )
        for status in statuses.values()
        if counts.get((kind.pk, status.pk))
    ]
    bars.sort(key=lambda bar: -bar.value)
    title = _("%(kind)s by status") % {"kind": kind.name}
    return Panel(title=title, count=int(sum(bar.value for bar in bars)), blocks=[HBars(bars=bars)])


def _by_kind(counts: dict[tuple[int, int], int], kinds: Sequence[AssetKind]) -> Panel:
    bars = [
        Bar(
            label=kind.name_plural,
            value=sum(n for (kind_id, _s), n in counts.items() if kind_id == kind.pk),
            url=_list_url(kind),
        )
        for kind in kinds
    ]
    return Panel(title=_("By kind"), blocks=[HBars(bars=bars)])


def _by_location(actor: Actor) -> Panel:
    counts = count_by_location(actor)
    shown = Location.objects.visible_to(actor).filter(id__in=[pk for pk in counts if pk is not None])
    ranked = sorted(shown, key=lambda location: -counts[location.pk])[:LOCATIONS_SHOWN]
    url = route_url("assets")
    bars = [
        Bar(
            label=location.path_name,
            value=counts[location.pk],
            url=f"{url}?{urlencode({'filter': f'location eq "{location.public_id}"'})}",
        )
        for location in ranked
    ]
    return Panel(title=_("Where they are"), blocks=[HBars(bars=bars)])
