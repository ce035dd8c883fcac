"""Sample things that the catalogue's states and pages share."""

from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import (
    Bar,
    ChartColumn,
    Columns,
    Glance,
    GlanceRow,
    HBars,
    Picked,
    PickedRow,
    Prop,
    Props,
    Table,
    TableColumn,
    Timeline,
    TimelineEntry,
    Todo,
    TodoItem,
    Tree,
    TreeNode,
)
from assetry.web.components.parts import Action, Stage

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


def status(name: str) -> SafeString:
    """The badge of one of the ten states."""
    label, hue, icon, look = next(row for row in STATUSES if row[0] == name)
    return cells.badge_html(label, hue=hue, icon=icon, look=look)


def day(year: int, month: int, number: int, tone: str = "") -> SafeString:
    """A day as a cell."""
    return cells.date_html(date(year, month, number), today=TODAY, locale="en", tone=tone)


def euro(amount: str) -> SafeString:
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
            text=format_html("<b>Condition</b> {}", cells.diff_html("Good", "Good, scratch on the lid")),
            detail="by Sam Idris, on the phone",
            at=day(2026, 11, 24),
        ),
        TimelineEntry(
            icon="pencil",
            text=format_html("<b>Cost center</b> {}", cells.diff_html("", "4210 Product design")),
            detail="by Priya Nair, in a bulk change of 19",
            at=day(2026, 11, 3),
        ),
        TimelineEntry(
            icon="user-check",
            text=format_html('<b>Checked out</b> to <a href="{}">Ana Petrov</a> by Sam Idris', "#person"),
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
            label="MAC address",
            value=cells.code_html("3C:18:A0:5F:2B:91"),
            copy="3C:18:A0:5F:2B:91",
            full=True,
        ),
    )
)
GLANCE = Glance(
    rows=(
        GlanceRow(icon="user-check", label="Owner", value="Lena Vogel", note="answers for it", url="#owner"),
        GlanceRow(
            icon="shield-check",
            label="Warranty",
            value="26 days",
            note="to 20 Dec 2026",
            url="#w",
            tone="soon",
        ),
        GlanceRow(icon="wallet", label="Purchase", value=euro("1249"), note="27 Feb 2026"),
    )
)
PICKED = Picked(
    rows=(
        PickedRow(title="Latitude 5450", tag="LT-1067", text="In stock · Stockroom B1"),
        PickedRow(
            title="UltraSharp U2725QE", tag="MN-0452", text="Held by Yuki Tanaka already", state="same"
        ),
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
        for name, value in (
            ("In use", 438),
            ("In stock", 71),
            ("Retired", 27),
            ("In repair", 9),
            ("Disposed", 0),
        )
    )
)
COLUMNS = Columns(
    caption="Bought, by month, in thousand euros",
    names=("Bought", "On order"),
    columns=tuple(
        ChartColumn(
            label=month, shown=f"{first + second:.0f}k", value=first, second=second, title=month, url="#rows"
        )
        for month, first, second in (
            ("Jun", 25, 10),
            ("Jul", 31, 0),
            ("Aug", 25, 0),
            ("Sep", 31, 12),
            ("Oct", 25, 40),
        )
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
    columns=(
        TableColumn("Holder"),
        TableColumn("Location"),
        TableColumn("From"),
        TableColumn("Until", rank=2),
    ),
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
