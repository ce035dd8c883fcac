"""Statuses: the organization's words for the ten states, beside the one that is looked at or changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.counts import count_by_status
from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.models import Status
from assetry.domain.assets.operations import create_status, edit_status
from assetry.domain.assets.queries import get_status_for, list_all_statuses
from assetry.domain.assets.settings_fields import STATUS_FIELDS
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import list_kinds
from assetry.kernel.fields import Field, FieldType
from assetry.web.catalog.icons import icon_options
from assetry.web.catalog.status_moves import MovesOfStatus, moves_of_status
from assetry.web.catalog.story import STATUS
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn, Timeline
from assetry.web.components.fields import Option
from assetry.web.components.parts import Action, Link, Tab, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.editing import CreateForm, EditForm, answer_create, answer_edit
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.timeline import timeline_of
from assetry.web.kit.values import status_html
from assetry.web.routes import AssetryRequest, page

FLAGS = ("is_assignable", "is_counted", "is_depreciating", "is_frozen")
FIELDS = {field.name: field for field in STATUS_FIELDS}
FIELDS["hue"] = replace(FIELDS["hue"], help="")  # swatches need no number
TEMPLATE = "catalog/statuses.html"


@dataclass(frozen=True, kw_only=True)
class StatusesPage:
    """The list of a kind's statuses; `status` is the one beside it, `moves` where it may go, `last` its story."""

    title: Words
    summary: Words
    crumbs: Sequence[Link]
    actions: Sequence[Action]
    tabs: Sequence[Tab]
    table: Table
    status: Any = None
    badge: Words = ""
    uses: Words = ""
    moves: MovesOfStatus | None = None
    flags: Words = ""
    last: Timeline | None = None
    close_url: str = ""


@page(P.VIEW)
def statuses(request: AssetryRequest) -> HttpResponse:
    """The statuses of all kinds, or of the one that a tab names."""
    shown = _page(request, reader_of(request), None)
    return answer(request, TEMPLATE, None, context={"around": shown})


@page(P.VIEW, methods=("GET", "POST"))
def status(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One status beside the others: to be changed by whoever may, else to be read."""
    reader, found = reader_of(request), _load(request, public_id)
    around = _page(request, reader, found)
    if not reader.actor.may(P.MANAGE):
        return answer(request, TEMPLATE, None, context={"around": around})
    return answer_edit(request, _edit_form(request, found, around), reader)


def _load(request: AssetryRequest, public_id: str) -> Status:
    """The status with the kinds that it belongs to."""
    found = get_status_for(request.actor, public_id)
    prefetch_related_objects([found], "kinds")
    return found


@page(P.MANAGE, methods=("GET", "POST"))
def new_status(request: AssetryRequest) -> HttpResponse:
    """The form for a status of the organization's own."""
    reader, kinds = reader_of(request), list_kinds(request.actor)
    fields = {name: field for name, field in FIELDS.items() if name not in {"position", "is_archived"}}
    form = CreateForm(
        title=_("New status"),
        fields={**fields, **_kind_fields(kinds)},
        layout=_layout(kinds, state=True),
        save=partial(_create, request, kinds),
        cancel_url=route_url("statuses"),
        submit=_("Save"),
        crumbs=(*_crumbs(), Link(label=_("New"))),
        prepare=_prepare_new,
    )
    return answer_create(request, form, reader)


def _create(request: AssetryRequest, kinds: list[AssetKind], values: dict[str, Any]) -> tuple[str, Words]:
    chosen = [kind for kind in kinds if values.pop(_kind_field(kind), False)]
    made = create_status(actor=request.actor, values=values, kinds=chosen, at=request.received_at)
    return entity_url("status", made.public_id), _("%(thing)s is saved.") % {"thing": made}


def _edit_form(request: AssetryRequest, found: Status, around: StatusesPage) -> EditForm:
    kinds = list_kinds(request.actor)
    fields = {name: field for name, field in FIELDS.items() if name != "state"}

    def save(changes: dict[str, Any], version: int) -> object:
        chosen = [kind for kind in kinds if changes.pop(_kind_field(kind), _is_of_kind(kind, found))]
        of: dict[str, Any] = {"status": found, "changes": changes, "kinds": chosen, "version": version}
        return edit_status(actor=request.actor, **of, at=request.received_at)

    return EditForm(
        entity="status",
        title=_("Edit %(thing)s") % {"thing": found},
        fields={**fields, **_kind_fields(kinds)},
        layout=_layout(kinds),
        load=lambda: _load(request, found.public_id),
        save=save,
        values={_kind_field(kind): partial(_is_of_kind, kind) for kind in kinds},
        url=request.get_full_path(),
        crumbs=(*_crumbs(), Link(label=found.name, url=request.path)),
        prepare=_prepare,
        template=TEMPLATE,
        context={"around": around},
    )


def _is_of_kind(kind: AssetKind, found: Status) -> bool:
    return any(row.kind_id == kind.pk for row in found.kinds.all())


def _kind_field(kind: AssetKind) -> str:
    return f"kind_{kind.code}"


def _kind_fields(kinds: Sequence[AssetKind]) -> dict[str, Field]:
    return {
        _kind_field(kind): Field(name=_kind_field(kind), label=kind.name, type=FieldType.YES_NO)
        for kind in kinds
    }


def _layout(kinds: Sequence[AssetKind], *, state: bool = False) -> list[FormGroup]:
    of_kinds = [_kind_field(kind) for kind in kinds]
    first = ("name", "state", "icon", "hue") if state else ("name", "icon", "hue")
    return [
        FormGroup(
            title="", fields=first, half=frozenset({"name", "icon"} if not state else {"state", "icon"})
        ),
        FormGroup(title=gettext_lazy("What it means"), fields=FLAGS, half=frozenset(FLAGS)),
        FormGroup(title=gettext_lazy("For which kinds"), fields=of_kinds, half=frozenset(of_kinds)),
        FormGroup(title=gettext_lazy("More"), fields=("position", "note", "is_archived"), folded=True),
    ]


def _prepare(form: FormState) -> None:
    """36 hues as swatches: contrast cannot be broken. Icons by their names."""
    form.widgets |= {"hue": "hue"}
    form.options["hue"] = [
        Option(value=str(hue), label=_("Hue %(n)d") % {"n": hue}) for hue in range(0, 360, 10)
    ]
    form.texts["hue"] = str(int(form.texts["hue"]) // 10 * 10 % 360) if form.texts["hue"].isdigit() else "250"
    form.options["icon"] = icon_options(form.texts.get("icon", ""))


def _prepare_new(form: FormState) -> None:
    for name, usual in (("hue", "250"), ("icon", "circle"), ("is_counted", "on"), ("is_depreciating", "on")):
        form.texts.setdefault(name, usual)
    _prepare(form)


def _page(request: AssetryRequest, reader: Reader, found: Status | None) -> StatusesPage:
    """The list, and what is told of a status beside it."""
    kinds = list_kinds(reader.actor)
    kind = next((kind for kind in kinds if kind.code == request.GET.get("kind")), None)
    shown = list_all_statuses(reader.actor, kind)
    counts: dict[int, int] = {}
    for (kind_id, status_id), n in count_by_status(reader.actor).items():
        if kind is None or kind.pk == kind_id:
            counts[status_id] = counts.get(status_id, 0) + n
    new = Action(label=_("New status"), url=route_url("status_create"), icon="plus")
    around = StatusesPage(
        title=_("Statuses"),
        summary=_("Your words for the ten states. Rules look at the state, never at the word."),
        crumbs=(*_crumbs(), Link(label=found.name)) if found else (*_crumbs()[:1], Link(label=_("Statuses"))),
        actions=(new,) if reader.actor.may(P.MANAGE) else (),
        tabs=_tabs(kinds, kind, found),
        table=_table(shown, counts, kind, found, reader),
    )
    if found is None:
        return around
    own = next((own for own in kinds if _is_of_kind(own, found)), None)
    return _beside(around, found, kind, of_kind=kind or own, counts=counts, reader=reader)


def _beside(
    around: StatusesPage,
    found: Status,
    kind: AssetKind | None,
    *,
    of_kind: AssetKind | None,
    counts: dict[int, int],
    reader: Reader,
) -> StatusesPage:
    n = counts.get(found.pk, 0)
    return replace(
        around,
        status=found,
        badge=status_html(found),
        uses=_("%(n)d assets have it · state %(state)s")
        % {"n": n, "state": str(found.get_state_display()).lower()},
        flags=_flags(found),
        moves=moves_of_status(found, of_kind, reader.actor) if of_kind else None,
        last=timeline_of(STATUS, found.pk, reader, limit=5),
        close_url=_list_url(kind),
    )


def _crumbs() -> tuple[Link, ...]:
    return (
        Link(label=_("Settings"), url=route_url("settings")),
        Link(label=_("Statuses"), url=route_url("statuses")),
    )


def _list_url(kind: AssetKind | None) -> str:
    return f"{route_url('statuses')}?{urlencode({'kind': kind.code})}" if kind else route_url("statuses")


def _tabs(kinds: Sequence[AssetKind], chosen: AssetKind | None, found: Status | None) -> list[Tab]:
    tabs = [Tab(label=_("All"), url=_list_url(None), current=chosen is None)]
    return tabs + [Tab(label=kind.name_plural, url=_list_url(kind), current=kind == chosen) for kind in kinds]


def _table(
    shown: Sequence[Status],
    counts: dict[int, int],
    kind: AssetKind | None,
    found: Status | None,
    reader: Reader,
) -> Table:
    columns = (
        TableColumn(_("Status")),
        TableColumn(_("State"), rank=1),
        TableColumn(_("Flags"), rank=1),
        TableColumn(_("Assets"), number=True),
    )
    query = f"?{urlencode({'kind': kind.code})}" if kind else ""
    rows = [
        (
            format_html(
                '<a href="{}{}">{}</a>', entity_url("status", row.public_id), query, status_html(row)
            ),
            format_html('<span class="muted">{}</span>', str(row.get_state_display()).lower()),
            _flags(row),
            _count(row, counts.get(row.pk, 0), kind, reader),
        )
        for row in shown
    ]
    current = shown.index(found) if found in shown else -1
    caption, empty = _("Statuses"), _("This kind has no status yet.")
    return Table(caption=caption, columns=columns, rows=rows, stack=False, empty=empty, current=current)


def _count(row: Status, n: int, kind: AssetKind | None, reader: Reader) -> Words:
    if not n:
        return cells.none_html("0")
    query = {"status": row.public_id, **({"kind": kind.public_id} if kind else {})}
    return cells.number_html(n, locale=reader.locale, url=f"{route_url('assets')}?{urlencode(query)}")


def _flags(row: Status) -> SafeString:
    """What it means, as words; a dash where it means nothing."""
    names = {"is_assignable": _("Assignable"), "is_counted": _("Counted"), "is_frozen": _("Frozen")}
    found = [word for name, word in names.items() if getattr(row, name)]
    found += [_("Archived")] if row.is_archived else []
    return cells.text_html(", ".join(found))


def panel_of_statuses(kind: AssetKind, reader: Reader) -> Panel:
    """The statuses of a kind, for its page."""
    shown = [row for row in list_all_statuses(reader.actor, kind) if not row.is_archived]
    rows = [
        (
            format_html('<a href="{}">{}</a>', entity_url("status", row.public_id), status_html(row)),
            format_html('<span class="muted">{}</span>', str(row.get_state_display()).lower()),
            _flags(row),
        )
        for row in shown
    ]
    columns = (TableColumn(_("Status")), TableColumn(_("State")), TableColumn(_("Flags"), rank=2))
    link = Link(label=_("All statuses"), url=_list_url(kind))
    table = Table(caption=_("Statuses"), columns=columns, rows=rows, stack=False, empty=_("None yet."))
    return Panel(title=_("Statuses"), count=len(rows), blocks=(table,), link=link)
