"""Sample pages of the kit, made by hand: what `kit/*.html` draws without any data behind it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.html import format_html

from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Picked, Timeline
from assetry.web.components.fields import FieldError
from assetry.web.components.parts import Action, Chip, Link, Note, Step, Tab, Tile
from assetry.web.gallery import things
from assetry.web.gallery.form_fields import FIELDS
from assetry.web.gallery.list_pages import CARDS, EMPTY, HOME, LIST, MORE, NO_RESULTS, PEEK, VERBS, row_of
from assetry.web.gallery.states import SAMPLES
from assetry.web.gallery.things import status
from assetry.web.kit.context import (
    AsOf,
    Band,
    Conflict,
    ConflictField,
    DetailPage,
    FieldGroup,
    FormPage,
    Neighbors,
    OverviewPage,
    PreviewPage,
)
from assetry.web.kit.looks import NO_VIEWS

DETAIL = DetailPage(
    title="Latitude 5450",
    crumbs=(Link(label="Hardware", url=f"{HOME}list/"), Link(label="Berlin laptops", url=f"{HOME}list/")),
    neighbors=Neighbors(position="6 of 24", previous_url=f"{HOME}detail/", next_url=f"{HOME}detail/"),
    drawing="laptop",
    badges=(status("In use"),),
    facts=(
        format_html("{} {}", cells.code_html("LT-1043"), cells.copy_html("LT-1043", "Copy tag")),
        format_html("Serial {} {}", cells.code_html("7HX2K93"), cells.copy_html("7HX2K93", "Copy serial")),
        cells.person_html("Ana Petrov", url="#person"),
        "Berlin HQ / Floor 2 / 2.14",
    ),
    actions=(*VERBS, Action(label="Edit", url=f"{HOME}form/", icon="pencil", key="E", wide=True)),
    more=MORE,
    stages=things.STAGES,
    tabs=(
        Tab(label="Overview", url=f"{HOME}detail/", current=True),
        Tab(label="Timeline", url=f"{HOME}detail/", count=14),
        Tab(label="Custody", url=f"{HOME}detail/", count=3),
        Tab(label="Relations", url=f"{HOME}detail/", count=4),
    ),
    as_of=AsOf(value="24 Nov 2026", today_url=f"{HOME}detail/"),
    main=(
        Panel(title="Properties", id="properties", blocks=(things.PROPS,)),
        Panel(
            title="Custody",
            id="custody",
            blocks=(things.TABLE,),
            link=Link(label="All 3 periods", url="#all"),
        ),
    ),
    side=(
        Panel(title="At a glance", id="glance", blocks=(things.GLANCE,)),
        Panel(
            title="Timeline", id="timeline", blocks=(things.TIMELINE,), link=Link(label="All 14", url="#all")
        ),
    ),
)
AS_OF = replace(
    DETAIL,
    badges=(status("In stock"),),
    actions=(),
    more=(),
    as_of=AsOf(
        value="1 Mar 2026",
        today_url=f"{HOME}detail/",
        shown="As it was at the end of 1 March 2026.",
        differences="4 facts differ from today, marked below.",
    ),
)
_F = {field.name: field for field in FIELDS}
FORM = FormPage(
    title="Edit Latitude 5450",
    subtitle="LT-1043",
    action=f"{HOME}form-errors/",
    crumbs=(
        Link(label="Hardware", url=f"{HOME}list/"),
        Link(label="LT-1043", url=f"{HOME}detail/"),
        Link(label="Edit"),
    ),
    groups=(
        FieldGroup(
            title="What it is",
            fields=(
                _F["model"],
                replace(_F["serial"], half=True, errors=()),
                replace(_F["kind"], half=True),
                replace(_F["fixed"]),
            ),
        ),
        FieldGroup(title="Who answers for it", fields=(replace(_F["owner"], half=True),)),
        FieldGroup(
            title="Money and cover",
            fields=(replace(_F["cost"], half=True), replace(_F["warranty"], half=True)),
        ),
        FieldGroup(title="9 more fields", folded=True, fields=(_F["note"], _F["agree"])),
    ),
    submit="Save",
    more_submits=(Action(label="Save and add another", how="submit", name="again", value="1"),),
    cancel_url=f"{HOME}detail/",
    version="7",
)
FORM_ERRORS = replace(
    FORM,
    groups=(
        replace(FORM.groups[0], fields=(_F["model"], replace(_F["serial"], half=True))),
        *FORM.groups[1:],
    ),
    errors=(FieldError(field_id="s-serial", label="Serial number", message="LT-1044 has it already"),),
)
CONFLICT = replace(
    FORM,
    subtitle="Your typing is kept. Nothing is saved yet.",
    conflict=Conflict(
        who="Sam Idris",
        headline="Sam Idris saved this asset 2 minutes ago, while you were editing.",
        fields=(
            ConflictField(
                name="warranty",
                label="Warranty to",
                before="26 Feb 2027",
                yours="26 Feb 2028",
                theirs="26 Feb 2029",
                your_value="2028-02-26",
                their_value="2029-02-26",
            ),
            ConflictField(
                name="note",
                label="Note",
                before="Travels to customer workshops.",
                yours="Travels to customer workshops, so the privacy screen and the 100 W charger go with it.",
                theirs="Travels. Keyboard replaced 12 June.",
                your_value="a",
                their_value="b",
            ),
        ),
        kept=format_html(
            "Only Sam changed <b>Condition</b> ({}); only you changed <b>Order</b>. Both are kept.",
            cells.diff_html("Good", "Good, scratch on the lid"),
        ),
        theirs_url=f"{HOME}detail/",
    ),
)
DIALOG = FormPage(
    title="Check out",
    action=f"{HOME}dialog/",
    lead=things.PICKED,
    groups=(
        FieldGroup(
            title="To",
            hide_title=True,
            fields=(
                replace(_F["owner"], label="To", id="d-to", help="Product design, Berlin HQ / Floor 2"),
                replace(
                    _F["warranty"],
                    id="d-back",
                    label="Expected return",
                    half=True,
                    value="",
                    help="Empty: no end",
                ),
                replace(_F["kind"], id="d-kind", label="Condition", half=True),
                replace(_F["note"], id="d-note"),
            ),
        ),
    ),
    submit="Check out 2",
    foot=format_html("<b>{}</b> ready, <b>{}</b> held back", 2, 1),
    cancel_url=f"{HOME}list/",
)
OVERVIEW = OverviewPage(
    title="Good morning, Priya",
    summary=format_html('<a class="n" href="{}">5</a> assets are missing, 1 warranty ends this week.', "#m"),
    tiles=next(sample.attrs["it"] for sample in SAMPLES if sample.component == "stat-tiles"),
    bands=(
        Band(
            left=(Panel(title="Needs attention", id="todo", count=2, blocks=(things.TODO,)),),
            right=(Panel(title="Ends soon", id="ends", blocks=(things.TABLE,)),),
        ),
        Band(
            left=(Panel(title="Bought by month", id="bought", blocks=(things.COLUMNS,)),),
            right=(Panel(title="Hardware by status", id="status", count=604, blocks=(things.HBARS,)),),
        ),
    ),
)
PREVIEW = PreviewPage(
    title="Change 24 assets",
    summary="Category is Laptop, under Berlin HQ",
    action=f"{HOME}preview/",
    submit="Change 19 assets",
    cancel_url=f"{HOME}list/",
    steps=(
        Step(label="Choose fields", state="done"),
        Step(label="Preview", state="current"),
        Step(label="Apply"),
    ),
    chips=(Chip(label="Set owner to", value="Lena Vogel"),),
    tiles=(
        Tile(label="Change", value="19", note="27 values"),
        Tile(label="Already so", value="3", note="left as they are"),
        Tile(label="Refused", value="2", note="frozen: missing", tone="late"),
    ),
    refused=Picked(rows=things.PICKED.rows[2:]),
    refused_count=1,
    sample=things.TABLE,
    sample_note="5 of 27 values",
    foot="Exactly these 19, or none.",
)
PERSON = DetailPage(
    title="Jon Okafor",
    avatar="Jon Okafor",
    facts=("Robotics engineer", "Berlin HQ / Floor 3"),
    notes=(Note(tone="warn", text="Leaves on 27 Nov 2026."),),
    tiles=(
        Tile(label="Holds", value="4", url="#h"),
        Tile(label="Owns", value="1"),
        Tile(label="Purchase value", value="€2,877"),
    ),
    main=(Panel(title="Holds", id="holds", count=2, blocks=(things.TABLE,)),),
    side=(Panel(title="History", id="history", blocks=(Timeline(entries=things.TIMELINE.entries),)),),
)

PAGES: Mapping[str, tuple[str, Any]] = {
    "list": ("kit/list.html", LIST),
    "list-50": ("kit/list.html", replace(LIST, rows=tuple(row_of(number) for number in range(50)))),
    "list-filters": ("kit/list.html", replace(LIST, filters_open=True, filters_url=f"{HOME}list/")),
    "list-plain": ("kit/list.html", replace(LIST, bulk=(), filters=(), chips=(), bar=NO_VIEWS, totals=())),
    "list-cards": ("kit/list.html", CARDS),
    "list-peek": ("kit/list.html", replace(LIST, peek=PEEK)),
    "empty": (
        "kit/list.html",
        replace(LIST, rows=(), summary="0 assets", filters=(), chips=(), bar=NO_VIEWS, empty=EMPTY),
    ),
    "no-results": ("kit/list.html", replace(LIST, rows=(), summary="0 of 604 assets", empty=NO_RESULTS)),
    "peek": ("kit/peek.html", PEEK),
    "detail": ("kit/detail.html", DETAIL),
    "detail-as-of": ("kit/detail.html", AS_OF),
    "person": ("kit/detail.html", PERSON),
    "form": ("kit/form.html", FORM),
    "form-errors": ("kit/form.html", FORM_ERRORS),
    "form-conflict": ("kit/form.html", CONFLICT),
    "dialog": ("kit/form.html", DIALOG),
    "overview": ("kit/overview.html", OVERVIEW),
    "preview": ("kit/preview.html", PREVIEW),
}
