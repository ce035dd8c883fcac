"""Sample pages of the kit, made by hand: what `kit/*.html` draws without any data behind it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.html import format_html

from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Picked, Timeline
from assetry.web.components.fields import FieldError, Option
from assetry.web.components.parts import Action, Chip, Link, Note, Pager, State, Step, Tab, Tile
from assetry.web.gallery import things
from assetry.web.gallery.form_fields import FIELDS
from assetry.web.gallery.states import SAMPLES
from assetry.web.gallery.things import day, euro, status
from assetry.web.kit.context import (
    AsOf,
    Band,
    BulkAction,
    Conflict,
    ConflictField,
    DetailPage,
    FieldGroup,
    Filter,
    FormPage,
    ListPage,
    Neighbors,
    OverviewPage,
    PeekPage,
    PreviewPage,
)
from assetry.web.kit.grid import Column, Row

HOME = "/_ui/"
MODELS = (
    "MacBook Pro 14 M4",
    "ThinkPad X1 Carbon G13",
    "Latitude 5450",
    "Precision 5690 Mobile Workstation, 64 GB, RTX 2000 Ada",
)
HOLDERS = ("Lena Vogel", things.LONG_NAME, "", "Ana Petrov", "Kwame Mensah")
STATES = ("In use", "In use", "In stock", "In repair", "Missing", "Reserved")

COLUMNS = (
    Column(name="name", label="Model", place="name", sort_url="?sort=name"),
    Column(name="tag", label="Tag", place="code", sort_url="?sort=-tag", sorted="ascending"),
    Column(name="status", label="Status", place="status"),
    Column(name="holder", label="Holder", place="sub"),
    Column(name="location", label="Location", rank=3),
    Column(name="warranty", label="Warranty to", rank=3, number=True),
    Column(name="cost", label="Purchase cost", rank=2, number=True),
    Column(name="serial", label="Serial", rank=4),
)


def _row(number: int) -> Row:
    tag = f"LT-{1038 + number}"
    model, holder = MODELS[number % len(MODELS)], HOLDERS[number % len(HOLDERS)]
    return Row(
        id=tag,
        label=tag,
        url=f"{HOME}detail/",
        peek_url=f"{HOME}list/?peek={tag}",
        cells=(
            cells.name_html(model, f"{HOME}detail/"),
            cells.code_html(tag),
            status(STATES[number % len(STATES)]),
            cells.person_html(holder, url="#person"),
            "Stockroom B1" if number % 3 else "Floor 2 / 2.14",
            day(2026, 11, 10, "late") if number % 7 == 0 else day(2027, 2, 26),
            euro("1249") if number % 4 else cells.none_html(),
            cells.code_html(f"7HX2K{number:02}"),
        ),
    )


LIST = ListPage(
    title="Hardware",
    summary=format_html('24 of <a class="n" href="{}">604</a> assets', HOME),
    url=f"{HOME}list/",
    caption="Berlin laptops: 24 of 604 hardware assets, sorted by tag",
    columns=COLUMNS,
    rows=tuple(_row(number) for number in range(24)),
    total=604,
    actions=(
        Action(label="Import", url="#import", icon="upload", wide=True),
        Action(label="Export", url="#export", icon="download", wide=True),
    ),
    tabs=(
        Tab(label="All hardware", url=f"{HOME}list/", count=604),
        Tab(label="Berlin laptops", url=f"{HOME}list/", count=24, current=True, changed=True),
        Tab(label="Spare, ready to issue", url=f"{HOME}list/", count=71),
        Tab(label="Warranty ends in 90 days", url=f"{HOME}list/", count=19),
        Tab(label="Missing", url=f"{HOME}list/", count=5),
    ),
    filters=(
        Filter(
            name="status",
            label="Status",
            options=tuple(
                Option(value=name, label=status(name), count=count, chosen=name == "In use")
                for name, count in (("In use", 438), ("In stock", 71), ("In repair", 9), ("Missing", 5))
            ),
        ),
        Filter(
            name="category",
            label="Category",
            options=(Option(value="l", label="Laptop", count=214, chosen=True),),
        ),
        Filter(name="holder", label="Holder", kind="remote", search_url=f"{HOME}options/"),
        Filter(name="bought", label="Bought before", kind="date", open=False),
    ),
    filters_url=f"{HOME}list-filters/",
    chips=(
        Chip(label="Category is", value="Laptop", remove_url=f"{HOME}list/"),
        Chip(label="Location under", value="Berlin HQ", remove_url=f"{HOME}list/"),
        Chip(label="Status any of", value="In use, Reserved, In repair, Missing", remove_url=f"{HOME}list/"),
    ),
    reset_url=f"{HOME}list/",
    search_label="Tag, serial, name, holder",
    pager=Pager(
        first=1, last=24, total="604", next_url=f"{HOME}list/?page=2", last_url=f"{HOME}list/?page=26"
    ),
    bulk=(
        BulkAction(label="Check out", url=f"{HOME}dialog/", icon="user-check", dialog=True),
        BulkAction(label="Check in", url=f"{HOME}preview/", icon="undo-2"),
        BulkAction(label="Edit", url=f"{HOME}preview/", icon="pencil", key="E"),
        BulkAction(label="Label", url="#label", icon="printer"),
    ),
    totals=("24 assets", "", "18 in use", "", "", "", euro("19574.12"), ""),
)
EMPTY = State(
    icon="laptop",
    title="No hardware yet",
    text="Hardware is everything you can put a label on: laptops, phones, servers, printers. Bring your spreadsheet "
    "as it is; Assetry matches its columns and shows every change before it is made.",
    actions=(
        Action(label="Import a file", url="#import", icon="upload", look="primary"),
        Action(label="Add one", url="#new", icon="plus", key="C"),
    ),
)
NO_RESULTS = State(
    icon="search-x",
    title="Nothing matches all 4 filters",
    text=format_html("Without <b>{}</b> there are 24 assets.", "Warranty to before 1 Jan 2025"),
    actions=(
        Action(label="Clear filters", url=f"{HOME}list/", look="primary"),
        Action(label="Drop the warranty filter", url=f"{HOME}list/"),
    ),
)
VERBS = (
    Action(label="Check in", url="#in", icon="undo-2", look="primary"),
    Action(label="Transfer", url=f"{HOME}dialog/", icon="arrow-left-right", how="dialog"),
)
MORE = (
    Action(label="Print a label", url="#label", icon="printer"),
    Action(label="Change status", url=f"{HOME}dialog/", icon="route", how="dialog"),
)
PEEK = PeekPage(
    id="LT-1043",
    title="Latitude 5450",
    label="LT-1043, Latitude 5450",
    code="LT-1043",
    badges=(status("In use"),),
    subtitle="Dell · 7HX2K93",
    drawing="laptop",
    open_url=f"{HOME}detail/",
    close_url=f"{HOME}list/",
    previous_url=f"{HOME}list/?peek=LT-1042",
    next_url=f"{HOME}list/?peek=LT-1044",
    actions=VERBS,
    more=MORE,
    stages=things.STAGES,
    props=replace(things.PROPS, two=False),
    latest=replace(things.TIMELINE, more_url=""),
    timeline_url=f"{HOME}detail/",
    timeline_label="Timeline, 14",
)
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
    "list-50": ("kit/list.html", replace(LIST, rows=tuple(_row(number) for number in range(50)))),
    "list-filters": ("kit/list.html", replace(LIST, filters_open=True, filters_url=f"{HOME}list/")),
    "list-plain": ("kit/list.html", replace(LIST, bulk=(), filters=(), chips=(), tabs=(), totals=())),
    "list-peek": ("kit/list.html", replace(LIST, peek=PEEK)),
    "empty": (
        "kit/list.html",
        replace(LIST, rows=(), summary="0 assets", filters=(), chips=(), tabs=(), empty=EMPTY),
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
