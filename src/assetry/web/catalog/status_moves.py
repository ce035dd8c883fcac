"""Where the assets of a status may go: the moves from its state, as check boxes for whoever may change them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.models import StateTransition, Status
from assetry.domain.assets.operations import set_moves
from assetry.domain.assets.queries import get_status_for, list_all_statuses, list_transitions
from assetry.domain.assets.states import State
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for
from assetry.platform.permissions.actor import Actor
from assetry.web.components import cells
from assetry.web.components.blocks import Table, TableColumn
from assetry.web.components.parts import Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.values import status_html
from assetry.web.routes import AssetryRequest, page


@dataclass(frozen=True, kw_only=True)
class MovesOfStatus:
    """The moves of a kind from one state. Without `save_url` they are read alone."""

    table: Table
    kind: Words
    all_url: str = ""
    save_url: str = ""
    version: int = 0


def moves_of_status(found: Status, kind: AssetKind, actor: Actor) -> MovesOfStatus:
    """Every state that the kind has a status of; of a reader who may not change moves, the allowed ones alone."""
    may = actor.may(P.MANAGE)
    allowed = {move.target: move for move in list_transitions(kind) if move.source == found.state}
    rows: list[tuple[Words, Words]] = []
    for state, statuses in _targets(found, kind, actor).items():
        badges = format_html_join(" ", "{}", ((status_html(status),) for status in statuses))
        move = allowed.get(state)
        if may:
            rows.append((_box(state, badges, checked=move is not None), _needs(kind, move, linked=True)))
        elif move is not None:
            rows.append((badges, _needs(kind, move)))
    columns = (TableColumn(_("To")), TableColumn(_("Needs")))
    table = Table(caption=_("Moves"), columns=columns, rows=rows, stack=False, empty=_("Nowhere: it stays."))
    if not may:
        return MovesOfStatus(table=table, kind=kind.name)
    return MovesOfStatus(
        table=table,
        kind=kind.name,
        all_url=route_url("kind_moves", public_id=kind.public_id),
        save_url=route_url("kind_moves_from", public_id=kind.public_id, source=found.state),
        version=kind.version,
    )


def _targets(found: Status, kind: AssetKind, actor: Actor) -> dict[str, Sequence[Status]]:
    """The kind's other states in their order, each with its statuses in use."""
    of_kind = [status for status in list_all_statuses(actor, kind) if not status.is_archived]
    by_state = {state: [row for row in of_kind if row.state == state] for state in State.values}
    return {state: rows for state, rows in by_state.items() if rows and state != found.state}


def _box(state: str, badges: SafeString, *, checked: bool) -> SafeString:
    mark = " checked" if checked else ""
    box = '<label class="opt"><input type="checkbox" name="target" value="{}"{}> <span>{}</span></label>'
    return format_html(box, state, mark, badges)


def _needs(kind: AssetKind, move: StateTransition | None, *, linked: bool = False) -> SafeString:
    if move is None:
        return cells.none_html()
    described = fields_of_kind(kind)
    names = [str(described[name].label) for name in move.required_fields if name in described]
    words = ", ".join(names) or _("nothing")
    if not linked:
        return format_html('<span class="muted">{}</span>', words)
    url = route_url("kind_move", public_id=kind.public_id, source=move.source, target=move.target)
    said = _("What the move to %(state)s needs") % {"state": State(move.target).label}
    return format_html('<a href="{}"><span class="vh">{}: </span>{}</a>', url, said, words)


@page(P.MANAGE, methods=("POST",))
def moves_from(request: AssetryRequest, public_id: str, source: str) -> HttpResponse:
    """Save the boxes of one state; moves to states that were not shown stay as they are."""
    kind = get_kind_for(request.actor, public_id)
    status = get_status_for(request.actor, request.POST.get("status", ""))
    shown = _targets(status, kind, request.actor)
    kept = {
        move.target for move in list_transitions(kind) if move.source == source and move.target not in shown
    }
    moves = {(source, target) for target in {*request.POST.getlist("target"), *kept}}
    version = request.POST.get("version", "")
    return answer_act(
        request,
        lambda: set_moves(
            actor=request.actor,
            kind=kind,
            moves=moves,
            source=source,
            version=int(version) if version.isascii() and version.isdigit() else 0,
            at=request.received_at,
        ),
        url=f"{entity_url('status', status.public_id)}?kind={kind.code}",
        said=_("The moves of %(kind)s are saved.") % {"kind": kind},
    )
