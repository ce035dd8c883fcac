"""How an area describes its lists: data, to be varied by `dataclasses.replace`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.utils.safestring import SafeString

from assetry.kernel.fields import Field
from assetry.kernel.filters import EVERYTHING, Filter
from assetry.kernel.linked import LinkedField
from assetry.web.components.parts import Action, Link, State, Words
from assetry.web.kit.context import BulkAction, PeekPage
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column: a described field of that name, or one with an `html` of its own.

    `place`, `rank`, `number` and `cut` are those of `context.Column`; a rank of None is the field's.
    """

    name: str
    label: Words = ""
    place: Literal["", "name", "code", "status", "sub"] = ""
    rank: int | None = None
    number: bool = False
    cut: bool = False
    html: Callable[[Any, Reader], Words] | None = None


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A described field to filter by: all of its values as check boxes, or (`remote`) the biggest and by typing.

    Figures stand beside the values unless it is not `counted`: as many values as rows tell nobody anything.
    """

    name: str
    remote: bool = False
    open: bool = True
    counted: bool = True


@dataclass(frozen=True, kw_only=True)
class View:
    """A tab: a list with some parameters set. `count` is known to the area, from counters."""

    label: Words
    params: Mapping[str, str | Sequence[str]]
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class TimeTravel:
    """How a list shows another day: the queryset that it reads then, and where the moved fields lie in it."""

    queryset: Callable[[Any, date, Reader], Any]
    paths: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """What heads a row's card: a picture or a drawing, and the relations and columns that it reads."""

    html: Callable[[Any], SafeString]
    related: Sequence[str] = ()
    reads: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class ListDescription:
    """A list of one entity.

    `base` always applies; where its condition is known without asking the database, `condition` says it so.
    `related` are the relations that its cells read, `reads` the only columns that they read of them and of the row
    itself (empty: every column; what is not named raises when it is read). `total` answers "how many are there
    without any filter" from counters (None: counted), `counters` how many then have each value of a facet.
    `peek` makes the page beside the list. `row_url` is where
    a row leads (empty: the entity's own page). `kind` is the code of the only kind that it shows (empty: all).
    `fields` may be columns (None: all that the entity describes), `drawn` ones in a way of their own wherever they
    stand. `name` is the list's own among saved views (empty: the entity's). `photo` draws what heads a row's card.
    With `tree` the bare address shows something else, a tree; the rows are at `look=table`. `bare` leaves away what
    acts on a whole list: tabs, looks, files. `linked` are the asked columns of what the rows refer to.
    """

    entity: str
    title: Words
    columns: Sequence[ListColumn]
    empty: State
    facets: Sequence[Facet] = ()
    views: Sequence[View] = ()
    base: Filter = EVERYTHING
    condition: Q | None = None
    related: Sequence[str] = ()
    reads: Sequence[str] = ()
    sort: str = "name"
    bulk: Sequence[BulkAction] = ()
    actions: Sequence[Action] = ()
    crumbs: Sequence[Link] = ()
    search_label: Words = ""
    size: int = 50
    total: Callable[[Reader], int] | None = None
    counters: Callable[[Reader], Mapping[str, Mapping[str | None, int]]] | None = None
    peek: Callable[[Reader, str, ListQuery], PeekPage | None] | None = None
    time_travel: TimeTravel | None = None
    row_url: Callable[[Any, Reader], str] | None = None
    kind: str = ""
    name: str = ""
    fields: Mapping[str, Field] | None = None
    drawn: Sequence[ListColumn] = ()
    photo: Photo | None = None
    tree: bool = False
    bare: bool = False
    linked: Sequence[LinkedField] = ()

    @property
    def list_name(self) -> str:
        """What saved views, columns and blocks call it."""
        return self.name or self.entity
