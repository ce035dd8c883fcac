"""Every component with its states: (component, state, attributes). One entry per state that a page can show."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import Html, Panel, Prose, Relations, Table, TableColumn, Timeline
from assetry.web.components.fields import FieldError, FieldView, Option
from assetry.web.components.graph import Graph, Node
from assetry.web.components.parts import (
    Action,
    Chip,
    Link,
    Note,
    Pager,
    Progress,
    State,
    Step,
    Tab,
    Tile,
    Toast,
)
from assetry.web.gallery.things import (
    COLUMNS,
    GLANCE,
    HBARS,
    LONG_NAME,
    PICKED,
    PROPS,
    STAGES,
    STATUSES,
    TABLE,
    TIMELINE,
    TODAY,
    TODO,
    TREE,
    status,
)


class Sample(NamedTuple):
    """One state of one component."""

    component: str
    state: str
    attrs: dict[str, Any]


FILE = FieldView(name="sample-file", label="File", widget="file", accept=".csv")
MAPPING = tuple(
    {
        "header": header,
        "samples": samples,
        "filled": filled,
        "match": match,
        "field": FieldView(
            name=f"column-{number}",
            label=f"Field for {header}",
            widget="select",
            options=(
                Option(value="", label="Leave out"),
                Option(value="x", label=goes_to, chosen=match != ""),
            ),
        ),
    }
    for number, (header, samples, filled, goes_to, match) in enumerate(
        (
            ("Inventory no.", "LW-0231 · LW-0232 · LW-0240", "100 %", "Asset tag", "good"),
            ("Bought", "31/02/2024 · 04/03/2024", "92 %", "Purchased on", "check"),
            ("Remarks (old)", "—", "3 %", "Note", ""),
        )
    )
)

GRAPH = Graph(
    label="What hangs together",
    nodes=(
        Node(id=1, label="Web shop", note="System", url="#s", layer=-1),
        Node(id=2, label="srv-db-01", note="Database", url="#s", layer=0),
        Node(id=3, label="PowerEdge R660", note="Hardware", url="#s", layer=1),
    ),
    ties=((1, 2, "depends on"), (2, 3, "runs on")),
    more="2 more",
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
            "facts": (
                cells.code_html("LT-1043"),
                cells.person_html("Ana Petrov", url="#person"),
                "Berlin HQ / Floor 2",
            ),
            "actions": (
                Action(label="Check in", url="#in", icon="undo-2"),
                Action(label="Edit", url="#e", key="E"),
            ),
            "more": (
                Action(label="Print label", url="#l", icon="printer"),
                Action(label="Retire", url="#r", look="danger"),
            ),
        },
    ),
    Sample("page-header", "busy", {"title": "Importing 104 rows", "busy": True}),
    Sample(
        "crumbs",
        "trail",
        {"links": (Link(label="Hardware", url="#h"), Link(label="LT-1043", url="#l"), Link(label="Edit"))},
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
    Sample(
        "chip",
        "either-or, to change",
        {"it": Chip(label="", value="Holder is empty or Status is Missing", remove_url="#x", edit_url="#e")},
    ),
    Sample("chip", "plain", {"it": Chip(label="Set cost center to", value="4210 Product design")}),
    Sample(
        "chip",
        "invalid value",
        {"it": Chip(label="Bought before", value="31 Feb", remove_url="#x", invalid="No such day")},
    ),
    Sample(
        "stat-tiles",
        "value, unit, target missed, no data",
        {
            "it": (
                Tile(
                    label="Hardware in use",
                    value="438",
                    unit="of 604",
                    note="12 more than in October",
                    url="#u",
                ),
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
    Sample(
        "progress",
        "determinate",
        {"it": Progress(label="78 of 104", value=78, total=104, note="about 2 seconds")},
    ),
    Sample("progress", "indeterminate", {"it": Progress(label="Reading the file")}),
    Sample(
        "progress", "failed", {"it": Progress(label="Stopped at row 78", value=78, total=104, failed=True)}
    ),
    Sample("note", "plain", {"it": Note(text="Counts are from this morning.")}),
    Sample(
        "note",
        "info",
        {"it": Note(tone="info", title="As it was on 1 March 2026.", text="Read only.", icon="history")},
    ),
    Sample(
        "note",
        "warning with verb",
        {
            "it": Note(
                tone="warn",
                text="The file holds 3 columns twice.",
                action=Action(label="Look", url="#l", small=True),
            )
        },
    ),
    Sample(
        "note",
        "bad",
        {"it": Note(tone="bad", title="Nothing was saved.", text="The database did not answer.")},
    ),
    Sample(
        "state",
        "empty",
        {
            "it": State(
                icon="laptop",
                title="No hardware yet",
                text="Bring your spreadsheet as it is.",
                actions=(
                    Action(label="Import a file", url="#i", icon="upload"),
                    Action(label="Add one", url="#a", icon="plus"),
                ),
            )
        },
    ),
    Sample(
        "state",
        "no results",
        {
            "it": State(
                icon="search-x",
                title="Nothing matches all 4 filters",
                text="Without “Bought before 1 Jan 2025” there are 24 assets.",
                actions=(Action(label="Clear filters", url="#c"),),
            )
        },
    ),
    Sample("toast", "done, with undo", {"it": Toast(text="19 assets changed", undo_url="#undo")}),
    Sample(
        "toast", "error", {"it": Toast(text="The server did not answer. Nothing was changed.", tone="error")}
    ),
    Sample("toast", "progress", {"it": Toast(text="Printing 41 labels", tone="progress")}),
    Sample(
        "pager",
        "middle",
        {
            "it": Pager(
                first=51,
                last=100,
                total="604",
                first_url="#1",
                previous_url="#1",
                next_url="#3",
                last_url="#13",
            )
        },
    ),
    Sample("pager", "one page", {"it": Pager(first=1, last=24, total="24")}),
    Sample(
        "panel",
        "properties",
        {
            "it": Panel(
                title="Properties",
                id="p1",
                blocks=(
                    PROPS,
                    Prose(
                        heading="Note",
                        text="Travels to customer workshops, so the privacy screen and the 100 W charger go with it. "
                        * 4,
                    ),
                ),
            )
        },
    ),
    Sample("panel", "at a glance", {"it": Panel(title="At a glance", id="p2", blocks=(GLANCE,))}),
    Sample(
        "panel",
        "timeline",
        {"it": Panel(title="Timeline", id="p3", link=Link(label="All 14", url="#t"), blocks=(TIMELINE,))},
    ),
    Sample(
        "panel",
        "timeline, nothing yet",
        {"it": Panel(title="History", id="p4", blocks=(Timeline(entries=()),))},
    ),
    Sample("panel", "table", {"it": Panel(title="Custody", id="p5", count=2, blocks=(TABLE,))}),
    Sample(
        "panel",
        "table, empty",
        {
            "it": Panel(
                title="Holds",
                id="p6",
                count=0,
                blocks=(
                    Table(caption="Holds", columns=(TableColumn("Asset"),), rows=(), empty="Holds nothing."),
                ),
            )
        },
    ),
    Sample("panel", "to do", {"it": Panel(title="Needs attention", id="p7", count=2, blocks=(TODO,))}),
    Sample("panel", "bars", {"it": Panel(title="Hardware by status", id="p8", count=604, blocks=(HBARS,))}),
    Sample(
        "panel",
        "columns",
        {"it": Panel(title="Bought", id="p9", sub="light part is on order", blocks=(COLUMNS,))},
    ),
    Sample("panel", "tree", {"it": Panel(title="Locations", hide_title=True, blocks=(TREE,))}),
    Sample("panel", "drawing", {"it": Panel(title="What hangs together", id="p12", blocks=(GRAPH,))}),
    Sample("panel", "selection", {"it": Panel(title="Selection", id="p10", blocks=(PICKED,))}),
    Sample(
        "panel",
        "relations, own content",
        {
            "it": Panel(
                title="Relations",
                id="p11",
                foot="1 more is restricted.",
                blocks=(
                    Relations(
                        rows=(("contains", cells.entity_html("Privacy screen", url="#s", tag="ST-0113")),)
                    ),
                    Html(html="Whatever the page says."),
                ),
            )
        },
    ),
    Sample(
        "label-preview",
        "no label",
        {"name": "LT-1043", "error": "The template does not fit 12 mm.", "size": "62 mm roll"},
    ),
    Sample(
        "menu",
        "closed",
        {"id": "sample", "actions": (Action(label="Print a label", url="#l", icon="printer"),)},
    ),
    Sample(
        "file-drop",
        "read",
        {"it": FILE, "file_name": "leeds-works-inventory.csv", "note": "128 rows, 11 columns, Windows-1252"},
    ),
    Sample("file-drop", "uploading", {"it": FILE, "file_name": "leeds-works-inventory.csv", "progress": 40}),
    Sample(
        "file-drop",
        "too large",
        {
            "it": FILE,
            "file_name": "everything.csv",
            "problem": "80 MB is more than the 50 MB that one file may have.",
        },
    ),
    Sample(
        "mapping-table", "matched, to check, left out", {"caption": "Columns of the file", "columns": MAPPING}
    ),
    Sample("skeleton", "loading", {}),
    Sample(
        "error-summary",
        "two fields",
        {
            "it": (
                FieldError(field_id="s-serial", label="Serial number", message="LT-1044 has it already"),
                FieldError(field_id="s-warranty", label="Warranty to", message="ends before the purchase"),
            )
        },
    ),
)
