"""Sample lists, and what stands beside one: made by hand, without any data behind them."""

from dataclasses import replace

from django.utils.html import format_html

from assetry.web.components import cells
from assetry.web.components.fields import Option
from assetry.web.components.icons import drawing_html
from assetry.web.components.parts import Action, Chip, Pager, State, Tab
from assetry.web.gallery import things
from assetry.web.gallery.things import day, euro, status
from assetry.web.kit.context import BulkAction, Filter, ListPage, PeekPage
from assetry.web.kit.grid import Column, Row
from assetry.web.kit.looks import CARDS as CARDS_LOOK
from assetry.web.kit.looks import Choice, Display, ViewBar

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


def row_of(number: int) -> Row:
    """A row of the list; some lack a holder, a cost or are late."""
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


DISPLAY = Display(
    looks=(
        Choice("Table", f"{HOME}list/", current=True, icon="rows-3"),
        Choice("Cards", f"{HOME}list-cards/", current=False, icon="layout-grid"),
    ),
    densities=(
        Choice("Compact", f"{HOME}list/", current=False, value="compact"),
        Choice("Default", f"{HOME}list/", current=True, value="default"),
    ),
    sorts=(Choice("Tag", f"{HOME}list/", current=True, icon="arrow-up"),),
    columns_url="#columns",
    density_url="#density",
)
LIST = ListPage(
    title="Hardware",
    summary=format_html('24 of <a class="n" href="{}">604</a> assets', HOME),
    url=f"{HOME}list/",
    caption="Berlin laptops: 24 of 604 hardware assets, sorted by tag",
    columns=COLUMNS,
    rows=tuple(row_of(number) for number in range(24)),
    total=604,
    actions=(
        Action(label="Import", url="#import", icon="upload", wide=True),
        Action(label="Export", url="#export", icon="download", wide=True),
    ),
    bar=ViewBar(
        tabs=(
            Tab(label="All hardware", url=f"{HOME}list/", count=604),
            Tab(label="Berlin laptops", url=f"{HOME}list/", count=24, current=True, changed=True),
            Tab(label="Spare, ready to issue", url=f"{HOME}list/", count=71),
            Tab(label="Warranty ends in 90 days", url=f"{HOME}list/", count=19),
            Tab(label="Missing", url=f"{HOME}list/", count=5, icon="users", title="Shared with you"),
        ),
        saving=(Action(label="Save view", url="#save", icon="bookmark"),),
        acts=(Action(label="Pin to home", url="#pin", icon="pin", how="post"),),
        more=(Action(label="Past end of life", url=f"{HOME}list/"),),
    ),
    display=DISPLAY,
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

CARDS = replace(
    LIST,
    rows=tuple(replace(row_of(number), photo=drawing_html("laptop")) for number in range(12)),
    display=replace(DISPLAY, look=CARDS_LOOK),
    totals=(),
)
