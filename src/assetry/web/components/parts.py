"""What the small components draw: frozen descriptions, one per component, without a query or a request.

A component is `templates/cotton/<name>.html` and takes its description as `it`:
`<c-tabs :it="page.tabs" />`. Text may be a plain string (escaped) or a SafeString made by `cells`.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.functional import Promise

type Words = str | Promise
type Tone = Literal["", "late", "soon", "good"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A word that opens something; a crumb, a name in a sentence."""

    label: Words
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """A verb. `how`: `get` is a link, `post` a form of one button, `dialog` a link whose page opens as a dialog,
    `submit` a button of the form around it (`name=value`, to `url` when given).

    At most one action on a screen has the look `primary`. `key` is a single letter that triggers it outside of
    fields and is shown beside the word. `wide` hides it on a phone, where `more` menus and docks hold it.
    """

    label: Words
    url: str = ""
    icon: str = ""
    how: Literal["get", "post", "dialog", "submit"] = "get"
    look: Literal["", "primary", "ghost", "danger"] = ""
    key: str = ""
    wide: bool = False
    small: bool = False
    bare: bool = False
    name: str = ""
    value: str = ""
    download: bool = False


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A tab is a link: a saved view of a list, a section of a detail page. `changed` marks an unsaved view.

    `icon` with its `title` marks what somebody shares. `count_id` names the place of a figure that comes later.
    """

    label: Words
    url: str
    count: int | None = None
    current: bool = False
    changed: bool = False
    icon: str = ""
    title: Words = ""
    count_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One condition in words: `Category is` **Laptop**. `invalid` says why the value cannot be used.

    `edit_url` is where it is changed, in a dialog.
    """

    label: Words
    value: Words
    remove_url: str = ""
    edit_url: str = ""
    invalid: Words = ""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One figure that opens its rows. `unit` stands small beside it, `note` below, in `tone` when it is a warning."""

    label: Words
    value: Words
    url: str = ""
    unit: Words = ""
    note: Words = ""
    tone: Tone = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One of the five stages of a life, with what happened or comes there."""

    label: Words
    note: Words = ""
    state: Literal["", "done", "current"] = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a wizard; a step that is done may be opened again."""

    label: Words
    url: str = ""
    state: Literal["", "done", "current"] = ""


@dataclass(frozen=True, kw_only=True)
class Pager:
    """Where we are in a list. An empty address disables its button. `total` is already written for people.

    `jumps` is the column whose values one can go to, by the form `#jump-form`.
    """

    first: int
    last: int
    total: Words
    first_url: str = ""
    previous_url: str = ""
    next_url: str = ""
    last_url: str = ""
    jumps: Words = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A remark that stands in the page. `urgent` is read out at once (errors)."""

    text: Words
    title: Words = ""
    tone: Literal["", "info", "warn", "bad"] = ""
    icon: str = ""
    action: Action | None = None
    urgent: bool = False

    ICONS: ClassVar[dict[str, str]] = {
        "": "info",
        "info": "info",
        "warn": "triangle-alert",
        "bad": "circle-alert",
    }

    @property
    def shown_icon(self) -> str:
        """The icon given, else the one of the tone."""
        return self.icon or self.ICONS[self.tone]


@dataclass(frozen=True, kw_only=True)
class State:
    """A page or list with nothing to show: what the thing is, why nothing is there, what to do first."""

    icon: str
    title: Words
    text: Words
    actions: tuple[Action, ...] = ()
    note: Words = ""
    search_url: str = ""
    heading: Literal["h1", "h2"] = "h2"


@dataclass(frozen=True, kw_only=True)
class Toast:
    """A short answer to an act. An error stays until dismissed; the others leave after ten seconds."""

    text: Words
    tone: Literal["ok", "error", "progress"] = "ok"
    undo_url: str = ""

    @property
    def icon(self) -> str:
        """The icon of the tone."""
        return {"ok": "circle-check", "error": "circle-alert", "progress": "clock"}[self.tone]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a job is; `value` None while nobody knows. `failed` keeps the bar and says so."""

    label: Words
    value: int | None = None
    total: int = 100
    note: Words = ""
    failed: bool = False


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds or owns, for `<c-person-chip>` outside of tables; in tables use `cells.person_html`."""

    name: str
    url: str = ""
    icon: str = ""
    note: str = ""
