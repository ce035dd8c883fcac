"""Every component with its states: (component, state, attributes). One entry per state that a page can show."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import (
    Bar,
    ChartColumn,
    Columns,
    Glance,
    GlanceRow,
    HBars,
    Html,
    Panel,
    Picked,
    PickedRow,
    Prop,
    Props,
    Prose,
    Relations,
    Table,
    TableColumn,
    Timeline,
    TimelineEntry,
    Todo,
    TodoItem,
    Tree,
    TreeNode,
)
from assetry.web.components.fields import FieldError, FieldView, Option
from assetry.web.components.parts import (
    Action,
    Chip,
    Link,
    Note,
    Pager,
    Progress,
    Stage,
    State,
    Step,
    Tab,
    Tile,
    Toast,
)

TODAY = date(2026, 11, 24)
LONG_NAME = "Björk Sigurðardóttir-Þorvaldsdóttir"

STATUSES = (
    ("Planned", 250, "circle-dashed", "none dashed"),
    ("On order", 300, "truck", ""),
    ("In transit", 190, "route", ""),
    ("In stock", 250, "package", ""),
    ("Reserved", 270, "bookmark", ""),
    ("In use", 150, "user-check", ""),
    ("In repair", 70, "wrench", ""),
    ("Missing", 20, "triangle-alert", "strong"),
    ("Retired", 60, "archive", "low"),
    ("Disposed", 250, "recycle", "none struck"),
)


class Sample(NamedTuple):
    """One state of one component."""

    component: str
    state: str
    attrs: dict[str, Any]


def status(name: str) -> str:
    """The badge of one of the ten states."""
    label, hue, icon, look = next(row for row in STATUSES if row[0] == name)
    return cells.badge_html(label, hue=hue, icon=icon, look=look)


def day(year: int, month: int, number: int, tone: str = "") -> str:
    """A day as a cell."""
    return cells.date_html(date(year, month, number), today=TODAY, locale="en", tone=tone)


def euro(amount: str) -> str:
    """An amount as a cell."""
    return cells.money_html(Money(Decimal(amount), "EUR"), locale="en")


STAGES = (
    Stage(label="Planning", note="9 Feb 2026", state="done"),
    Stage(label="Procurement", note="11 to 27 Feb", state="done"),
    Stage(label="Deployment", note="In use since 2 Mar", state="current"),
    Stage(label="Maintenance", note="No open work"),
    Stage(label="Retirement"),
)
TIMELINE = Timeline(
    entries=(
        TimelineEntry(
            icon="pencil",
            text=cells.format_html("<b>Condition</b> {}", cells.diff_html("Good", "Good, scratch on the lid")),
            detail="by Sam Idris, on the phone",
            at=day(2026, 11, 24),
        ),
        TimelineEntry(
            icon="pencil",
            text=cells.format_html("<b>Cost center</b> {}", cells.diff_html("", "4210 Product design")),
            detail="by Priya Nair, in a bulk change of 19",
            at=day(2026, 11, 3),
        ),
        TimelineEntry(
            icon="user-check",
            text=cells.format_html('<b>Checked out</b> to <a href="{}">Ana Petrov</a> by Sam Idris', "#person"),
            at=day(2026, 3, 2),
        ),
    ),
    more_url="#older",
)
PROPS = Props(
    props=(
        Prop(label="Model", value=cells.entity_html("Latitude 5450", url="#model")),
        Prop(label="Category", value=cells.entity_html("Laptop", url="#category")),
        Prop(label="Holder", value=cells.person_html("Ana Petrov", url="#person")),
        Prop(label="Cost center", value=cells.none_html()),
        Prop(label="Purchase", value=euro("1249")),
        Prop(label="Warranty to", value=day(2026, 12, 20, "soon")),
        Prop(
            label="MAC address", value=cells.code_html("3C:18:A0:5F:2B:91"), copy="3C:18:A0:5F:2B:91", full=True
        ),
    )
)
GLANCE = Glance(
    rows=(
        GlanceRow(icon="user-check", label="Owner", value="Lena Vogel", note="answers for it", url="#owner"),
        GlanceRow(
            icon="shield-check", label="Warranty", value="26 days", note="to 20 Dec 2026", url="#w", tone="soon"
        ),
        GlanceRow(icon="wallet", label="Purchase", value=euro("1249"), note="27 Feb 2026"),
    )
)
PICKED = Picked(
    rows=(
        PickedRow(title="Latitude 5450", tag="LT-1067", text="In stock · Stockroom B1"),
        PickedRow(title="UltraSharp U2725QE", tag="MN-0452", text="Held by Yuki Tanaka already", state="same"),
        PickedRow(
            title="Evolve2 65",
            tag="HS-0091",
            text="Held by Jon Okafor since 3 Mar 2026",
            state="blocked",
            action=Action(label="Take back first", url="#back", icon="undo-2", small=True),
        ),
    )
)
HBARS = HBars(
    bars=tuple(
        Bar(label=status(name), value=value, url="#rows")
        for name, value in (("In use", 438), ("In stock", 71), ("Retired", 27), ("In repair", 9), ("Disposed", 0))
    )
)
COLUMNS = Columns(
    caption="Bought, by month, in thousand euros",
    names=("Bought", "On order"),
    columns=tuple(
        ChartColumn(label=month, shown=f"{first + second:.0f}k", value=first, second=second, title=month, url="#rows")
        for month, first, second in (("Jun", 25, 10), ("Jul", 31, 0), ("Aug", 25, 0), ("Sep", 31, 12), ("Oct", 25, 40))
    ),
)
TREE = Tree(
    label="Location",
    heads=("Assets", "In stock"),
    nodes=(
        TreeNode(label="Berlin HQ", url="#1", icon="building-2", cells=("262", "38"), has_children=True),
        TreeNode(label="Floor 2", url="#2", depth=2, icon="door-open", cells=("84", cells.none_html())),
        TreeNode(label="Stockroom B1", url="#3", depth=2, icon="package", cells=("52", "38"), current=True),
        TreeNode(label="Shelf 4", url="#4", depth=3, icon="package", cells=("7", "7")),
    ),
)
TABLE = Table(
    caption="Custody of LT-1043",
    columns=(TableColumn("Holder"), TableColumn("Location"), TableColumn("From"), TableColumn("Until", rank=2)),
    rows=(
        (cells.person_html("Ana Petrov", url="#p"), "Floor 2 / 2.14", day(2026, 3, 2), "now"),
        (cells.none_html("No holder"), "Stockroom B1", day(2026, 2, 27), day(2026, 3, 2)),
    ),
)
TODO = Todo(
    items=(
        TodoItem(
            icon="triangle-alert",
            title="5 assets are missing",
            text="The oldest since 9 Nov 2026",
            url="#missing",
            action=Action(label="Review", url="#missing"),
        ),
        TodoItem(icon="user-x", title="12 assets have no owner", url="#ownerless", tone="soon"),
    )
)

SAMPLES: tuple[Sample, ...] = (
    Sample("page-header", "plain", {"title": "Hardware", "summary": "604 assets"}),
    Sample(
        "page-header",
        "with verbs",
        {
            "title": "Latitude 5450",
            "drawing": "laptop",
            "badges": (status("In use"),),
            "facts": (cells.code_html("LT-1043"), cells.person_html("Ana Petrov", url="#person"), "Berlin HQ / Floor 2"),
            "actions": (Action(label="Check in", url="#in", icon="undo-2"), Action(label="Edit", url="#e", key="E")),
            "more": (Action(label="Print label", url="#l", icon="printer"), Action(label="Retire", url="#r", look="danger")),
        },
    ),
    Sample("page-header", "busy", {"title": "Importing 104 rows", "busy": True}),
    Sample(
        "crumbs", "trail", {"links": (Link(label="Hardware", url="#h"), Link(label="LT-1043", url="#l"), Link(label="Edit"))}
    ),
    Sample(
        "tabs",
        "current, counted, changed",
        {
            "label": "Saved views",
            "it": (
                Tab(label="All hardware", url="#a", count=604),
                Tab(label="Berlin laptops", url="#b", count=24, current=True, changed=True),
                Tab(label="Missing", url="#c", count=5),
            ),
        },
    ),
    Sample("chip", "removable", {"it": Chip(label="Category is", value="Laptop", remove_url="#x")}),
    Sample("chip", "plain", {"it": Chip(label="Set cost center to", value="4210 Product design")}),
    Sample(
        "chip", "invalid value", {"it": Chip(label="Bought before", value="31 Feb", remove_url="#x", invalid="No such day")}
    ),
    Sample(
        "stat-tiles",
        "value, unit, target missed, no data",
        {
            "it": (
                Tile(label="Hardware in use", value="438", unit="of 604", note="12 more than in October", url="#u"),
                Tile(label="Purchase value", value="€402,650", url="#v"),
                Tile(label="Missing", value="5", note="0.8 %, target 0.5 %", tone="late", url="#m"),
                Tile(label="Without owner", value="—", note="not counted yet"),
            )
        },
    ),
    *(
        Sample("badge", label, {"label": label, "hue": hue, "icon": icon, "look": look})
        for label, hue, icon, look in STATUSES
    ),
    Sample("badge", "own word and hue", {"label": "With the courier", "hue": 210, "icon": "truck"}),
    Sample("badge", "compact", {"label": "In use", "hue": 150, "icon": "user-check", "compact": True}),
    Sample("entity-link", "with tag", {"label": "ThinkPad T14", "url": "#e", "tag": "LT-1090"}),
    Sample("entity-link", "deleted", {"label": "ThinkPad T14", "tag": "LT-1090", "state": "deleted"}),
    Sample("entity-link", "restricted", {"label": "Hidden", "state": "restricted"}),
    Sample("person-chip", "person", {"name": LONG_NAME, "url": "#p"}),
    Sample("person-chip", "department", {"name": "Product design", "url": "#d", "icon": "users"}),
    Sample("person-chip", "left the company", {"name": "Jon Okafor", "note": "Left on 27 Nov 2026"}),
    Sample("money", "amount", {"it": Money(Decimal(1249), "EUR"), "url": "#rows"}),
    Sample("money", "negative", {"it": Money(Decimal("-80.5"), "USD")}),
    Sample("money", "estimate", {"it": Money(Decimal(90000), "JPY"), "estimate": True}),
    Sample("money", "missing", {"it": None}),
    Sample("date", "ahead", {"day": date(2027, 2, 26), "today": TODAY}),
    Sample("date", "late", {"day": date(2026, 11, 10), "today": TODAY, "tone": "late"}),
    Sample("date", "missing", {"day": None, "today": TODAY}),
    Sample("diff", "changed", {"before": "Good", "after": "Good, scratch on the lid"}),
    Sample("diff", "added", {"before": "", "after": "4210 Product design"}),
    Sample("stage-strip", "third of five", {"it": STAGES}),
    Sample(
        "steps",
        "third of four",
        {
            "it": (
                Step(label="Upload", state="done", url="#u"),
                Step(label="Match columns", state="done"),
                Step(label="Dry run", state="current"),
                Step(label="Import"),
            )
        },
    ),
    Sample("progress", "determinate", {"it": Progress(label="78 of 104", value=78, total=104, note="about 2 seconds")}),
    Sample("progress", "indeterminate", {"it": Progress(label="Reading the file")}),
    Sample("progress", "failed", {"it": Progress(label="Stopped at row 78", value=78, total=104, failed=True)}),
    Sample("note", "plain", {"it": Note(text="Counts are from this morning.")}),
    Sample("note", "info", {"it": Note(tone="info", title="As it was on 1 March 2026.", text="Read only.", icon="history")}),
    Sample(
        "note",
        "warning with verb",
        {"it": Note(tone="warn", text="The file holds 3 columns twice.", action=Action(label="Look", url="#l", small=True))},
    ),
    Sample("note", "bad", {"it": Note(tone="bad", title="Nothing was saved.", text="The database did not answer.")}),
    Sample("state", "empty", {"it": State(icon="laptop", title="No hardware yet", text="Bring your spreadsheet as it is.",
           actions=(Action(label="Import a file", url="#i", icon="upload"), Action(label="Add one", url="#a", icon="plus")))}),
    Sample("state", "no results", {"it": State(icon="search-x", title="Nothing matches all 4 filters",
           text="Without “Bought before 1 Jan 2025” there are 24 assets.", actions=(Action(label="Clear filters", url="#c"),))}),
    Sample("toast", "done, with undo", {"it": Toast(text="19 assets changed", undo_url="#undo")}),
    Sample("toast", "error", {"it": Toast(text="The server did not answer. Nothing was changed.", tone="error")}),
    Sample("toast", "progress", {"it": Toast(text="Printing 41 labels", tone="progress")}),
    Sample("pager", "middle", {"it": Pager(first=51, last=100, total="604", first_url="#1", previous_url="#1", next_url="#3", last_url="#13")}),
    Sample("pager", "one page", {"it": Pager(first=1, last=24, total="24")}),
    Sample("panel", "properties", {"it": Panel(title="Properties", id="p1", blocks=(PROPS, Prose(heading="Note", text="Travels to customer workshops, so the privacy screen and the 100 W charger go with it. " * 4)))}),
    Sample("panel", "at a glance", {"it": Panel(title="At a glance", id="p2", blocks=(GLANCE,))}),
    Sample("panel", "timeline", {"it": Panel(title="Timeline", id="p3", link=Link(label="All 14", url="#t"), blocks=(TIMELINE,))}),
    Sample("panel", "timeline, nothing yet", {"it": Panel(title="History", id="p4", blocks=(Timeline(entries=()),))}),
    Sample("panel", "table", {"it": Panel(title="Custody", id="p5", count=2, blocks=(TABLE,))}),
    Sample("panel", "table, empty", {"it": Panel(title="Holds", id="p6", count=0, blocks=(Table(caption="Holds", columns=(TableColumn("Asset"),), rows=(), empty="Holds nothing."),))}),
    Sample("panel", "to do", {"it": Panel(title="Needs attention", id="p7", count=2, blocks=(TODO,))}),
    Sample("panel", "bars", {"it": Panel(title="Hardware by status", id="p8", count=604, blocks=(HBARS,))}),
    Sample("panel", "columns", {"it": Panel(title="Bought", id="p9", sub="light part is on order", blocks=(COLUMNS,))}),
    Sample("panel", "tree", {"it": Panel(title="Locations", hide_title=True, blocks=(TREE,))}),
    Sample("panel", "selection", {"it": Panel(title="Selection", id="p10", blocks=(PICKED,))}),
    Sample("panel", "relations, own content", {"it": Panel(title="Relations", id="p11", foot="1 more is restricted.", blocks=(
        Relations(rows=(("contains", cells.entity_html("Privacy screen", url="#s", tag="ST-0113")),)), Html(html="Whatever the page says.")))}),
    Sample("label-preview", "no label", {"name": "LT-1043", "error": "The template does not fit 12 mm.", "size": "62 mm roll"}),
    Sample("skeleton", "loading", {}),
    Sample("error-summary", "two fields", {"it": (
        FieldError(field_id="s-serial", label="Serial number", message="LT-1044 has it already"),
        FieldError(field_id="s-warranty", label="Warranty to", message="ends before the purchase"))}),
)  # fmt: skip

_LAPTOP = Option(value="laptop", label="Laptop", chosen=True)
FIELDS: tuple[FieldView, ...] = (
    FieldView(name="plain", id="s-plain", label="Name", value="Latitude 5450", required=True, help="As people call it"),
    FieldView(name="serial", id="s-serial", label="Serial number", widget="code", value="7HX2K94",
              errors=("LT-1044 has this serial.",)),
    FieldView(name="kind", id="s-kind", label="Category", widget="select", options=(_LAPTOP, Option(value="m", label="Monitor"))),
    FieldView(name="cost", id="s-cost", label="Purchase cost", widget="money", value="1,249.00", unit="EUR"),
    FieldView(name="warranty", id="s-warranty", label="Warranty to", widget="date", value="26 Feb 2026", help="Day, month, year"),
    FieldView(name="note", id="s-note", label="Note", widget="textarea", value="Travels to workshops."),
    FieldView(name="agree", id="s-agree", label="Ask for acceptance by mail", widget="checkbox", value="on"),
    FieldView(name="key", id="s-key", label="A row is the same asset when", widget="radio", options=(
        Option(value="tag", label="Asset tag, then serial number", chosen=True), Option(value="serial", label="Serial number only"))),
    FieldView(name="make", id="s-make", label="Create what is missing", widget="checkboxes", options=(
        Option(value="models", label="Models", chosen=True, note="and their manufacturers"), Option(value="people", label="People"))),
    FieldView(name="hue", id="s-hue", label="Hue", widget="hue", options=tuple(
        Option(value=str(hue), label=f"Hue {hue}", chosen=hue == 70) for hue in range(0, 360, 10))),
    FieldView(name="owner", id="s-owner", label="Owner", widget="combobox", value="p1", token="Lena Vogel", search_url="/_ui/options/"),
    FieldView(name="model", id="s-model", label="Model", widget="combobox", search_url="/_ui/options/", create=True),
    FieldView(name="file", id="s-file", label="File", widget="file", accept=".csv"),
    FieldView(name="fixed", id="s-fixed", label="Company", widget="readonly", value="Larkfield Labs GmbH"),
)  # fmt: skip
