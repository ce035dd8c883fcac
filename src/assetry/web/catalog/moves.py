"""Moves between states, kind by kind: a table of check boxes, and what each move needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.models import StateTransition
from assetry.domain.assets.operations import set_moves, set_transition
from assetry.domain.assets.queries import list_all_statuses, list_transitions
from assetry.domain.assets.states import State
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import InvalidInput, NotFound, Refusal
from assetry.kernel.registry import permissions
from assetry.web.components.blocks import Html, Panel, Prop, Props, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One move: its value as it is sent, what it is called, whether it is allowed; "" for a state to itself."""

    value: str
    label: Words
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class MatrixPage:
    """States by states: `rows` are where from, `heads` where to."""

    title: Words
    summary: Words
    crumbs: Sequence[Link]
    heads: Sequence[Words]
    rows: Sequence[tuple[Words, Sequence[MatrixCell]]]
    cancel_url: str
    needs: Table
    notes: Sequence[Note] = ()


def moves_panel(kind: AssetKind, *, may_change: bool) -> Panel:
    """Where an asset of the kind may go from each state."""
    allowed = {(move.source, move.target) for move in list_transitions(kind)}
    props = [
        Prop(label=source.label, value=_words(_targets(source, allowed))) for source in _states_of(allowed)
    ]
    url = route_url("kind_moves", public_id=kind.public_id)
    action = Action(label=_("Change moves"), url=url, icon="route", small=True)
    return Panel(
        title=_("Moves between states"),
        count=len(allowed),
        sub=_("from, to"),
        blocks=(Props(props=props, two=False),) if props else (Html(html=_("No move is allowed.")),),
        actions=(action,) if may_change else (),
    )


def _words(states: Sequence[State]) -> str:
    return ", ".join(str(state.label) for state in states) or _("nowhere")


def _targets(source: State, allowed: set[tuple[str, str]]) -> list[State]:
    return [target for target in State if (source, target) in allowed]


def _states_of(allowed: set[tuple[str, str]]) -> list[State]:
    named = {state for move in allowed for state in move}
    return [state for state in State if state in named]


@page(P.MANAGE, methods=("GET", "POST"))
def moves(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The table of check boxes of a kind."""
    kind = get_kind_for(request.actor, public_id)
    refused: Refusal | None = None
    if request.method == "POST":
        chosen = {_pair(text) for text in request.POST.getlist("move")}
        try:
            set_moves(actor=request.actor, kind=kind, moves=chosen, at=request.received_at)
        except InvalidInput as refusal:
            refused = refusal
        else:
            messages.success(request, _("The moves of %(kind)s are saved.") % {"kind": kind})
            return HttpResponseRedirect(entity_url("kind", kind.public_id))
    status = refused.status if refused else 200
    return answer(request, "catalog/moves.html", _matrix(request, kind, refused), status=status)


def _pair(text: str) -> tuple[str, str]:
    source, _colon, target = text.partition(":")
    return source, target


def _matrix(request: AssetryRequest, kind: AssetKind, refused: Refusal | None) -> MatrixPage:
    found = list_transitions(kind)
    allowed = {(move.source, move.target) for move in found}
    used = {status.state for status in list_all_statuses(request.actor, kind)}
    states = [state for state in State if state in used or state in _states_of(allowed)]
    words = (
        " ".join(str(text) for text in refused.errors.values()) if isinstance(refused, InvalidInput) else ""
    )
    return MatrixPage(
        title=_("Moves of %(kind)s") % {"kind": str(kind.name_plural).lower()},
        summary=_(
            "From the state on the left to the state above. Unchecked moves are refused, by every door."
        ),
        crumbs=_crumbs(kind, Link(label=_("Moves"))),
        heads=[state.label for state in states],
        rows=[(source.label, [_cell(source, target, allowed) for target in states]) for source in states],
        cancel_url=entity_url("kind", kind.public_id),
        needs=_needs(kind, found),
        notes=(Note(text=words, tone="bad", urgent=True),) if words else (),
    )


def _cell(source: State, target: State, allowed: set[tuple[str, str]]) -> MatrixCell:
    label = _("Allow %(source)s to %(target)s") % {"source": source.label, "target": target.label}
    value = "" if source is target else f"{source}:{target}"
    return MatrixCell(value=value, label=label, allowed=(source, target) in allowed)


def _needs(kind: AssetKind, found: Sequence[StateTransition]) -> Table:
    """Each allowed move with what it needs; a link leads to where that is changed."""
    described = fields_of_kind(kind)
    names = {info.code: info.label for info in permissions()}
    order = list(State)
    rows = []
    for move in sorted(
        found, key=lambda move: (order.index(State(move.source)), order.index(State(move.target)))
    ):
        words = f"{State(move.source).label} → {State(move.target).label}"
        url = route_url("kind_move", public_id=kind.public_id, source=move.source, target=move.target)
        fields = [str(described[name].label) for name in move.required_fields if name in described]
        rows.append(
            (
                format_html('<a class="n" href="{}">{}</a>', url, words),
                ", ".join(fields) or _("nothing"),
                names.get(move.permission, move.permission),
            )
        )
    columns = (TableColumn(_("Move")), TableColumn(_("Needs")), TableColumn(_("Permission"), rank=2))
    return Table(
        caption=_("What moves need"), columns=columns, rows=rows, stack=False, empty=_("No move is allowed.")
    )


def _crumbs(kind: AssetKind, *further: Link) -> list[Link]:
    return [
        Link(label=_("Settings"), url=route_url("settings")),
        Link(label=_("Kinds"), url=route_url("kinds")),
        Link(label=kind.name, url=entity_url("kind", kind.public_id)),
        *further,
    ]


PERMISSION = Field(
    name="permission",
    label=gettext_lazy("Permission"),
    type=FieldType.CHOICE,
    required=True,
    help=gettext_lazy(
        "Who may make this move by choosing a status. Check-out and check-in need their own alone."
    ),
)


@page(P.MANAGE, methods=("GET", "POST"))
def move(request: AssetryRequest, public_id: str, source: str, target: str) -> HttpResponse:
    """What one move needs: fields that must have a value, and a permission."""
    kind = get_kind_for(request.actor, public_id)
    found = next(
        (row for row in list_transitions(kind) if (row.source, row.target) == (source, target)), None
    )
    if found is None:
        raise NotFound
    words = f"{State(source).label} → {State(target).label}"
    url = route_url("kind_moves", public_id=kind.public_id)
    needed = _needed_fields(kind)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        permission = values.pop("permission")
        fields = [name for name, is_needed in values.items() if is_needed]
        of: dict[str, Any] = {"kind": kind, "source": source, "target": target, "is_allowed": True}
        of |= {"required_fields": fields, "permission": permission}
        set_transition(actor=request.actor, **of, at=request.received_at)
        return url, _("What %(move)s needs is saved.") % {"move": words}

    form = CreateForm(
        title=words,
        fields={"permission": _permission_field(), **needed},
        layout=(
            FormGroup(title=gettext_lazy("Who"), fields=("permission",)),
            FormGroup(
                title=gettext_lazy("What must have a value"), fields=tuple(needed), half=frozenset(needed)
            ),
        ),
        save=save,
        cancel_url=url,
        submit=_("Save"),
        crumbs=_crumbs(kind, Link(label=_("Moves"), url=url), Link(label=words)),
        prepare=lambda form: _fill(form, found) if request.method == "GET" else None,
    )
    return answer_create(request, form, reader_of(request))


def _needed_fields(kind: AssetKind) -> Mapping[str, Field]:
    """The fields that a person can fill, as boxes to check."""
    return {
        name: Field(name=name, label=field.label, type=FieldType.YES_NO)
        for name, field in fields_of_kind(kind).items()
        if field.type is not FieldType.YES_NO and not field.required
    }


def _permission_field() -> Field:
    known = [info for info in permissions() if info.code.startswith("assets.asset.") and info.writes]
    choices = tuple(Choice(info.code, info.label) for info in known)
    return Field(
        name=PERMISSION.name,
        label=PERMISSION.label,
        type=PERMISSION.type,
        required=True,
        help=PERMISSION.help,
        choices=choices,
    )


def _fill(form: FormState, found: StateTransition) -> None:
    form.texts["permission"] = found.permission
    form.texts |= dict.fromkeys(found.required_fields, "on")
