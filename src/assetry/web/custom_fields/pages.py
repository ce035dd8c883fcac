"""The custom fields that are defined, and the page of each: what it is, its choices, its history."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assetry.kernel.refusals import Refusal
from assetry.platform.custom_fields.models import CustomFieldDefinition, CustomState, CustomType
from assetry.platform.custom_fields.operations import (
    rebuild_custom_field,
    restore_custom_field,
    retire_custom_field,
)
from assetry.platform.custom_fields.queries import MANAGE, get_custom_field_for, list_custom_fields
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Table, TableColumn
from assetry.web.components.parts import Action, Link, Note, State, Words
from assetry.web.custom_fields.places import crumbs, place_of, places
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, DetailPage, OverviewPage
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import reader_of
from assetry.web.kit.timeline import Story, timeline_of
from assetry.web.routes import AssetryRequest, page

TABLE = "custom_fields_customfielddefinition"
# Hue, icon and look of each state's badge.
_BADGES = {
    CustomState.ACTIVE: (150, "check", ""),
    CustomState.BUILDING: (250, "hourglass", ""),
    CustomState.FAILED: (20, "circle-alert", "strong"),
    CustomState.RETIRED: (250, "archive", "low"),
}


@page(MANAGE)
def custom_fields(request: AssetryRequest) -> HttpResponse:
    """All fields, by what they are of."""
    named = places(request.actor)
    rows: dict[tuple[str, str], list[CustomFieldDefinition]] = {place: [] for place in named}
    for row in list_custom_fields(request.actor):
        rows.setdefault((row.entity, row.kind), []).append(row)
    panels = [_panel(named.get(place, place[0]), found) for place, found in rows.items() if found]
    new = Action(label=_("New custom field"), url=route_url("custom_field_create"), icon="plus")
    content = OverviewPage(
        title=_("Custom fields"),
        summary=_("Fields of your own, beside those that come with Assetry."),
        crumbs=crumbs(),
        actions=(new,) if panels else (),
        bands=[Band(left=panels)] if panels else [],
        empty=None if panels else _nothing(new),
        width="read",
    )
    return answer(request, "kit/overview.html", content)


def _nothing(new: Action) -> State:
    text = _("A field of your own stands in forms, lists, filters, files and the API like any other.")
    primary = replace(new, look="primary")
    return State(icon="text-cursor-input", title=_("No custom fields yet"), text=text, actions=(primary,))


def _panel(title: str, rows: Sequence[CustomFieldDefinition]) -> Panel:
    columns = (
        TableColumn(_("Field")),
        TableColumn(_("Type")),
        TableColumn(_("Rules"), rank=2),
        TableColumn(_("State")),
    )
    table = Table(caption=title, columns=columns, rows=[_row(row) for row in rows], stack=False)
    return Panel(title=title, count=len(rows), blocks=(table,))


def _row(row: CustomFieldDefinition) -> list[Words]:
    name = cells.entity_html(row.label, url=entity_url("custom_field", row.public_id), tag=row.code)
    return [name, CustomType(row.type).label, rules_of(row), badge_of(row)]


def rules_of(row: CustomFieldDefinition) -> str:
    """What holds for a field, in a few words."""
    words = (
        (row.is_required, _("required")),
        (row.is_unique, _("unique")),
        (row.is_filterable, _("in filters")),
        (row.is_sortable, _("sortable")),
        (row.is_column, _("column")),
    )
    return " · ".join(word for holds, word in words if holds)


def badge_of(row: CustomFieldDefinition) -> Words:
    """The state of a field."""
    hue, icon, look = _BADGES[CustomState(row.state)]
    return cells.badge_html(str(CustomState(row.state).label), hue=hue, icon=icon, look=look)


@page(MANAGE)
def custom_field(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One field."""
    row, reader = get_custom_field_for(request.actor, public_id), reader_of(request)
    story = Story(entity="custom_field", table=TABLE)
    timeline = timeline_of(story, row.pk, reader, limit=30)
    actions, more = _actions(row)
    content = DetailPage(
        title=row.label,
        crumbs=crumbs(Link(label=row.label)),
        drawing="text-cursor-input",
        badges=(badge_of(row),),
        facts=(place_of(row, request.actor), CustomType(row.type).label),
        notes=_notes(row),
        actions=actions,
        more=more,
        main=(Panel(title=_("Properties"), id="properties", blocks=(_props(row),)), *_choices_panel(row)),
        side=(Panel(title=_("Timeline"), id="timeline", blocks=(timeline,)),),
    )
    return answer(request, "kit/detail.html", content)


def _props(row: CustomFieldDefinition) -> Props:
    told: list[tuple[Words, Words]] = [
        (_("Code"), cells.code_html(row.code)),
        (_("Rules"), rules_of(row)),
        (_("Longest text"), str(row.max_length or "")),
        (_("Help"), row.help),
        (_("Position"), str(row.position)),
    ]
    return Props(
        props=[
            Prop(
                label=label,
                value=cells.text_html(str(v)) if isinstance(v, str) and not hasattr(v, "__html__") else v,
            )
            for label, v in told
            if v
        ]
    )


def _choices_panel(row: CustomFieldDefinition) -> list[Panel]:
    if row.type != CustomType.CHOICE:
        return []
    lines: list[list[Words]] = [
        [
            choice["label"],
            cells.code_html(choice["value"]),
            cells.badge_html(_("Retired"), icon="archive", look="low") if choice.get("retired") else "",
        ]
        for choice in row.choices
    ]
    columns = (TableColumn(_("Choice")), TableColumn(_("Value")), TableColumn(""))
    table = Table(caption=_("Choices"), columns=columns, rows=lines)
    return [Panel(title=_("Choices"), id="choices", count=len(lines), blocks=(table,))]


def _notes(row: CustomFieldDefinition) -> list[Note]:
    if row.state == CustomState.BUILDING:
        text = _(
            "Its index is being built: until then lists are not sorted by it and doubles are not refused."
        )
        return [Note(text=text, tone="info", icon="hourglass")]
    if row.state == CustomState.FAILED:
        again = Action(label=_("Try again"), url=_url("rebuild", row), how="post", small=True)
        title = _("Its index could not be built. Values that stand twice are the usual reason.")
        return [Note(title=title, text=row.problem, tone="bad", icon="circle-alert", action=again)]
    return []


def _actions(row: CustomFieldDefinition) -> tuple[list[Action], list[Action]]:
    if row.state == CustomState.RETIRED:
        return [Action(label=_("Restore"), url=_url("restore", row), how="post", icon="archive-restore")], []
    actions = [Action(label=_("Edit"), url=_url("edit", row), icon="pencil", key="E")]
    if row.type == CustomType.CHOICE:
        actions.append(Action(label=_("Choices"), url=_url("choices", row), icon="tags"))
    return actions, [Action(label=_("Retire"), url=_url("retire", row), how="post", icon="archive")]


def _url(verb: str, row: CustomFieldDefinition) -> str:
    return route_url(f"custom_field_{verb}", public_id=row.public_id)


def _act(request: AssetryRequest, public_id: str, act: Callable[..., Any], said: str) -> HttpResponse:
    """Call the operation, then show the field: what it refuses is said there."""
    row = get_custom_field_for(request.actor, public_id)
    try:
        act(actor=request.actor, field=row, version=None, at=request.received_at)
        messages.success(request, said % {"field": row.label})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(entity_url("custom_field", row.public_id))


@page(MANAGE, methods=("POST",))
def retire(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take a field out of use; its values stay."""
    return _act(request, public_id, retire_custom_field, _("“%(field)s” is retired. Its values are kept."))


@page(MANAGE, methods=("POST",))
def restore(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Take a field into use again."""
    return _act(request, public_id, restore_custom_field, _("“%(field)s” is in use again."))


@page(MANAGE, methods=("POST",))
def rebuild(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Try to build the index again."""
    return _act(request, public_id, rebuild_custom_field, _("The index of “%(field)s” is being built."))
