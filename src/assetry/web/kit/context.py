"""What the kit's templates draw: one frozen description per page type.

The Python of the kit turns field descriptions and a queryset into these; a view renders one with
`kit/list.html` (`page`), `kit/detail.html`, `kit/form.html`, `kit/peek.html`, `kit/overview.html` or
`kit/preview.html`. Templates never query: every value is here, already escaped by `web.components.cells`.

Fragments: `kit/list.html#results` (the whole list below the shell, for `HX-Request-Type: partial` with target
`#list`), `kit/form.html#dialog` (the form as a dialog, target `#dialogs`), `kit/peek.html` (target `#peek`).
A view may answer any POST with a plain redirect: the page's script turns a redirect that htmx followed into a
navigation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from django.utils.safestring import SafeString

from assetry.web.components.blocks import Panel, Picked, Props, Table, Timeline
from assetry.web.components.fields import FieldError, FieldView, Option
from assetry.web.components.parts import Action, Chip, Link, Note, Pager, Stage, State, Step, Tab, Tile, Words
from assetry.web.kit.grid import Column, Row, cards_html, rows_html
from assetry.web.kit.looks import CARDS, NO_VIEWS, Display, ViewBar


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One field to filter by, beside the rows. Sent as `name=value` of the list's form, once per chosen value.

    `options` are checked off (with counts); `remote` has a search for more, which asks `search_url?q=…` and sends
    ids; `date` and `text` send what was typed under `name`.
    """

    name: str
    label: Words
    kind: Literal["options", "remote", "text", "date"] = "options"
    options: Sequence[Option] = ()
    search_url: str = ""
    value: str = ""
    open: bool = True

    @property
    def field(self) -> FieldView:
        """The field that draws it, for every kind but `options`."""
        widget: Literal["combobox", "date", "text"] = {"remote": "combobox", "date": "date"}.get(
            self.kind, "text"
        )  # type: ignore[assignment]
        return FieldView(
            name=self.name,
            label=self.label,
            widget=widget,
            value=self.value,
            search_url=self.search_url,
            hide_label=True,
            id=f"filter-{self.name}",
        )


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """A verb for the selection: the ids go to `url` as `ids`, or `all=1` and the list's own query.

    `dialog` opens the answer as a dialog; `download`: it is a file; otherwise it is a page (a preview). `key` triggers
    it in the list.
    """

    label: Words
    url: str
    icon: str
    key: str = ""
    dialog: bool = False
    bare: bool = False
    download: bool = False


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """A list that owns the window.

    `url` is its own address without query; `state` are the parts of the query to keep when the search field or
    the filters are sent (sort, saved view). `total` is how many rows match, for "Select all 1,906".
    With `empty` set, it takes the place of the grid (first use, or no results). `figures_url` and `sums_url` give
    what is counted after the rows; until then `total` is only known to be large where it is not counted.
    """

    title: Words
    summary: Words
    url: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: Words
    total: int
    crumbs: Sequence[Link] = ()
    actions: Sequence[Action] = ()
    exports: Sequence[Action] = ()
    bar: ViewBar = NO_VIEWS
    display: Display | None = None
    query: str = ""
    search_label: Words = ""
    state: Sequence[tuple[str, str]] = ()
    filters: Sequence[Filter] = ()
    filters_open: bool = False
    filters_url: str = ""
    figures_url: str = ""
    is_counted: bool = True
    sums_url: str = ""
    jump_state: Sequence[tuple[str, str]] = ()
    chips: Sequence[Chip] = ()
    build_url: str = ""
    reset_url: str = ""
    totals: Sequence[Words] = ()
    pager: Pager | None = None
    bulk: Sequence[BulkAction] = ()
    all_query: str = ""
    notes: Sequence[Note] = ()
    empty: State | None = None
    peek: "PeekPage | None" = None
    report: "Report | None" = None
    report_url: str = ""
    tree: Panel | None = None

    @property
    def figures_key(self) -> str:
        """Another one for other figures: what asks for them is put in anew, and asks again."""
        return f"{crc32(self.figures_url.encode()):x}"

    @property
    def sums_key(self) -> str:
        """The same for the sums."""
        return f"{crc32(self.sums_url.encode()):x}"

    @property
    def body(self) -> SafeString:
        """The rows as HTML."""
        draw = cards_html if self.is_cards else rows_html
        return draw(self.columns, self.rows, selectable=bool(self.bulk))

    @property
    def is_cards(self) -> bool:
        """Whether the rows are shown as cards."""
        return self.display is not None and self.display.look == CARDS

    @property
    def total_cells(self) -> list[tuple[Column, Words]]:
        """The foot of the grid, each cell with its column."""
        return list(zip(self.columns, self.totals, strict=True))


@dataclass(frozen=True, kw_only=True)
class Neighbors:
    """Previous and next in the list that was left, and where this one stands ("6 of 24")."""

    position: Words
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """The day that a detail page shows; `today_url` leads back. `shown` is None for today."""

    value: str
    today_url: str
    shown: Words | None = None
    differences: Words = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A list's rows in groups, in place of its grid: the answer in words, as a chart, and every figure in a table.

    `controls` are sent together with `kept`, the parts of the address that they do not set.
    """

    label: Words
    controls: Sequence[FieldView]
    kept: Sequence[tuple[str, str]]
    panels: Sequence[Panel]


@dataclass(frozen=True, kw_only=True)
class DetailPage:
    """One thing: head with verbs, stages, tabs, panels (2/3 and 1/3).

    `badges` and `facts` are SafeStrings of `cells`; `drawing` is the name of a device drawing or icon, `picture` the
    address of a photograph, `avatar` a person's name instead. Actions: the next sensible verb is primary; `more` is
    the menu behind the dots.
    """

    title: Words
    crumbs: Sequence[Link] = ()
    neighbors: Neighbors | None = None
    drawing: str = ""
    picture: str = ""
    avatar: str = ""
    badges: Sequence[Words] = ()
    facts: Sequence[Words] = ()
    actions: Sequence[Action] = ()
    more: Sequence[Action] = ()
    notes: Sequence[Note] = ()
    stages: Sequence[Stage] = ()
    tabs: Sequence[Tab] = ()
    tiles: Sequence[Tile] = ()
    as_of: AsOf | None = None
    main: Sequence[Panel] = ()
    side: Sequence[Panel] = ()


@dataclass(frozen=True, kw_only=True)
class PeekPage:
    """A short look at one row beside its list; its links replace `#peek`, `close_url` is the list without it."""

    id: str
    title: Words
    label: str
    open_url: str
    close_url: str
    code: Words = ""
    badges: Sequence[Words] = ()
    subtitle: Words = ""
    drawing: str = ""
    previous_url: str = ""
    next_url: str = ""
    actions: Sequence[Action] = ()
    more: Sequence[Action] = ()
    stages: Sequence[Stage] = ()
    props: Props | None = None
    latest: Timeline | None = None
    timeline_url: str = ""
    timeline_label: Words = ""


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields that belong together; `folded` ones wait behind their title (optional fields)."""

    title: Words
    fields: Sequence[FieldView]
    folded: bool = False
    hide_title: bool = False

    @property
    def lines(self) -> list[list[FieldView]]:
        """The fields line by line: two half ones side by side."""
        lines: list[list[FieldView]] = []
        for field in self.fields:
            if field.half and lines and len(lines[-1]) == 1 and lines[-1][0].half:
                lines[-1].append(field)
            else:
                lines.append([field])
        return lines


@dataclass(frozen=True, kw_only=True)
class ConflictField:
    """A field that both changed: three values in words, and the two to choose from as they are sent."""

    name: str
    label: Words
    before: Words
    yours: Words
    theirs: Words
    your_value: str
    their_value: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Somebody saved meanwhile. `kept` is a sentence on what only one of the two changed; nothing is lost.

    The choices are sent under the fields' own names; everything else typed travels along in `hidden`.
    """

    who: str
    headline: Words
    fields: Sequence[ConflictField]
    kept: Words = ""
    hidden: Sequence[tuple[str, str]] = ()
    theirs_url: str = ""


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A form, as a page or (`#dialog`) as a dialog. `version` goes along and comes back with a conflict.

    `hidden` are further values to send. `lead` stands above the fields (a selection, for example). What `destroys`
    has a red button.
    """

    title: Words
    action: str
    groups: Sequence[FieldGroup]
    submit: Words
    cancel_url: str
    crumbs: Sequence[Link] = ()
    subtitle: Words = ""
    errors: Sequence[FieldError] = ()
    notes: Sequence[Note] = ()
    version: str = ""
    conflict: Conflict | None = None
    hidden: Sequence[tuple[str, str]] = ()
    more_submits: Sequence[Action] = ()
    actions: Sequence[Action] = ()
    lead: Picked | None = None
    foot: Words = ""
    multipart: bool = False
    submit_disabled: bool = False
    destroys: bool = False


@dataclass(frozen=True, kw_only=True)
class Band:
    """Panels side by side: `left` takes 2/3, or half when `even`; without `right` the whole width."""

    left: Sequence[Panel]
    right: Sequence[Panel] = ()
    even: bool = False


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """A page of figures and panels: home, settings, locations, a job that is done."""

    title: Words
    summary: Words = ""
    crumbs: Sequence[Link] = ()
    badges: Sequence[Words] = ()
    actions: Sequence[Action] = ()
    notes: Sequence[Note] = ()
    steps: Sequence[Step] = ()
    tabs: Sequence[Tab] = ()
    tiles: Sequence[Tile] = ()
    bands: Sequence[Band] = ()
    empty: State | None = None
    width: Literal["fit", "read"] = "fit"


@dataclass(frozen=True, kw_only=True)
class PreviewPage:
    """What a bulk change would do, before it does: refusals stand above the sample, they are what one acts on."""

    title: Words
    summary: Words
    action: str
    submit: Words
    cancel_url: str
    crumbs: Sequence[Link] = ()
    steps: Sequence[Step] = ()
    chips: Sequence[Chip] = ()
    tiles: Sequence[Tile] = ()
    notes: Sequence[Note] = ()
    refused: Picked | None = None
    refused_count: int = 0
    refused_actions: Sequence[Action] = ()
    reasons: Table | None = None
    sample: Table | None = None
    sample_note: Words = ""
    hidden: Sequence[tuple[str, str]] = ()
    foot: Words = ""
    submit_disabled: bool = False
