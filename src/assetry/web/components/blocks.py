"""What stands inside a panel: each block names the component that draws it (`templates/cotton/<component>.html`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from assetry.web.components.parts import Action, Link, Tone, Words


class Block:
    """A thing that a panel can hold."""

    component: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A box with a heading. `blocks` are divided by hairlines; a panel never stands in a panel."""

    title: Words
    blocks: Sequence[Block]
    id: str = ""
    count: int | None = None
    sub: Words = ""
    link: Link | None = None
    actions: Sequence[Action] = ()
    foot: Words = ""
    hide_title: bool = False


@dataclass(frozen=True, kw_only=True)
class Prop:
    """One property: a label and a value made by `cells`. `full` takes the whole width, `copy` adds a button."""

    label: Words
    value: Words
    full: bool = False
    copy: str = ""


@dataclass(frozen=True, kw_only=True)
class Props(Block):
    """Properties in one or two columns."""

    component: ClassVar[str] = "props"
    props: Sequence[Prop]
    heading: Words = ""
    two: bool = True


@dataclass(frozen=True, kw_only=True)
class Prose(Block):
    """Text somebody wrote: cut after three lines, whole on request."""

    component: ClassVar[str] = "prose"
    text: Words
    heading: Words = ""


@dataclass(frozen=True, kw_only=True)
class GlanceRow:
    """One fact that runs out or needs somebody; opens what it is about."""

    icon: str
    label: Words
    value: Words
    note: Words = ""
    url: str = ""
    tone: Tone = ""


@dataclass(frozen=True, kw_only=True)
class Glance(Block):
    """What to know without reading the page."""

    component: ClassVar[str] = "glance"
    rows: Sequence[GlanceRow]


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One event: `text` in words with before → after (see `cells.diff_html`), `detail` by whom and how, `at` when."""

    icon: str
    text: Words
    at: Words
    detail: Words = ""


@dataclass(frozen=True, kw_only=True)
class Timeline(Block):
    """Events, newest first. `more_url` loads the next page in place; `empty` says that nothing happened yet."""

    component: ClassVar[str] = "timeline"
    entries: Sequence[TimelineEntry]
    more_url: str = ""
    empty: Words = ""


@dataclass(frozen=True, kw_only=True)
class TodoItem:
    """Something to decide or do, with its verb; `further` ones stand beside it."""

    icon: str
    title: Words
    text: Words = ""
    url: str = ""
    action: Action | None = None
    further: Sequence[Action] = ()
    tone: Tone = ""


@dataclass(frozen=True, kw_only=True)
class Todo(Block):
    """Things that wait for somebody."""

    component: ClassVar[str] = "todo"
    items: Sequence[TodoItem]
    empty: Words = ""


class TableColumn(NamedTuple):
    """A column of a small table: its head, whether figures stand in it, when it leaves (0 never, 1 last … 4 first)."""

    label: Words
    number: bool = False
    rank: int = 0

    @property
    def css(self) -> str:
        """The classes of its cells."""
        return " ".join(
            part for part in ("num" if self.number else "", f"p{self.rank}" if self.rank else "") if part
        )


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """A small table; the first cell of a row heads it. `stack`: on a phone each row becomes label and value pairs.

    `current` is the number of the row that is shown beside it. `wrap`: its cells are sentences of several lines.
    """

    component: ClassVar[str] = "table"
    caption: Words
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Words]]
    stack: bool = True
    tall: bool = False
    wrap: bool = False
    empty: Words = ""
    current: int = -1

    @property
    def lines(self) -> Iterator[list[tuple[TableColumn, Words]]]:
        """The rows, each cell with its column."""
        return (list(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: what it is (a word or a badge), how many, where its rows are; `shown` says the figure otherwise."""

    label: Words
    value: float
    url: str = ""
    shown: Words = ""


@dataclass(frozen=True, kw_only=True)
class HBars(Block):
    """Bars across, with their figures: the figures are the table."""

    component: ClassVar[str] = "hbars"
    bars: Sequence[Bar]
    heading: Words = ""

    @property
    def lines(self) -> list[tuple[Bar, str]]:
        """Each bar with its width in percent; what is there at all stays visible."""
        most = max((bar.value for bar in self.bars), default=0)
        return [(bar, f"{max(bar.value / most * 100, 1) if bar.value else 0:.2f}%") for bar in self.bars]


@dataclass(frozen=True, kw_only=True)
class ChartColumn:
    """One column: `value` at the foot, `second` (lighter) on top; `shown` is the figure, `title` says it in full."""

    label: Words
    shown: Words
    value: float
    second: float = 0
    title: Words = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Columns(Block):
    """Columns over time. The same figures stand in a table that a `details` opens."""

    component: ClassVar[str] = "columns"
    caption: Words
    columns: Sequence[ChartColumn]
    names: tuple[Words, Words] = ("", "")

    @property
    def lines(self) -> list[tuple[ChartColumn, dict[str, str]]]:
        """Each column with the places of its two parts in percent of the height."""
        most = max((column.value + column.second for column in self.columns), default=0) or 1
        return [(column, _places(column, most)) for column in self.columns]


def _places(column: ChartColumn, most: float) -> dict[str, str]:
    first, second = column.value / most * 94, column.second / most * 94
    return {
        "y": f"{100 - first:.1f}%",
        "height": f"{first:.1f}%",
        "y2": f"{100 - first - second:.1f}%",
        "height2": f"{second:.1f}%",
    }


@dataclass(frozen=True, kw_only=True)
class TreeNode:
    """One row of a tree at a depth from 1; `cells` are the figures beside the name."""

    label: Words
    url: str
    depth: int = 1
    icon: str = ""
    cells: Sequence[Words] = ()
    current: bool = False
    has_children: bool = False

    @property
    def indent(self) -> int:
        """The depth that is drawn; deeper ones stand at the last step."""
        return min(self.depth, 6)


@dataclass(frozen=True, kw_only=True)
class Tree(Block):
    """Rows of a tree, parents before children; `heads` name the figures (at most four)."""

    component: ClassVar[str] = "tree"
    label: Words
    heads: Sequence[Words]
    nodes: Sequence[TreeNode]


@dataclass(frozen=True, kw_only=True)
class PickedRow:
    """One thing of a selection: ready, already so, or blocked with the reason and the verb that mends it."""

    title: Words
    tag: Words = ""
    text: Words = ""
    state: Literal["ready", "same", "blocked"] = "ready"
    action: Action | None = None

    @property
    def icon(self) -> str:
        """The icon of the state."""
        return {"ready": "circle-check", "same": "circle-slash", "blocked": "triangle-alert"}[self.state]


@dataclass(frozen=True, kw_only=True)
class Picked(Block):
    """A selection, row by row."""

    component: ClassVar[str] = "picked"
    rows: Sequence[PickedRow]


@dataclass(frozen=True, kw_only=True)
class Relations(Block):
    """What is tied to the thing: the verb, and a link made by `cells.entity_html`."""

    component: ClassVar[str] = "relations"
    rows: Sequence[tuple[Words, Words]]


@dataclass(frozen=True, kw_only=True)
class Html(Block):
    """A SafeString of the page's own, where no component fits."""

    component: ClassVar[str] = "html"
    html: Words


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What somebody said: `html` is safe already."""

    author: str
    at: Words
    html: Words
    note: Words = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class Remarks(Block):
    """What people said, oldest first, and where one says something (`write_url`)."""

    component: ClassVar[str] = "remarks"
    remarks: Sequence[Remark]
    write_url: str
    most: int
    empty: Words = ""
