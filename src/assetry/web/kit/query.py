"""What a list shows is in its address: search, filters, sort, page, peek, day. Addresses are made here too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from assetry.kernel.dates import parse_date
from assetry.kernel.fields import Field
from assetry.kernel.filters import EVERYTHING, Condition, Filter, Group, Operator, Where, parse_filter
from assetry.kernel.refusals import NotFound
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import NO_VIEWS, Shelf, views_for

NOTHING = "none"  # the facet's value for "has none"
# What a new filter, search or sort starts over.
PLACE_IN_LIST = ("cursor", "at", "goto", "peek")
# What is open beside the rows: no part of a saved view.
PASSING = (*PLACE_IN_LIST, "filters", "build")
VIEW, COLUMNS = "view", "columns"
PLAIN = "all"  # the value of `view` that says: none, whatever the bare list opens with


@dataclass(frozen=True)
class ListQuery:
    """The query of a list's address, read.

    `params` is what the list shows: the open view's parameters with those of the address over them. Addresses made
    here say only what differs from the view; a parameter that the view has and the list has not stands empty.
    """

    path: str
    params: QueryDict
    shelf: Shelf = NO_VIEWS
    view: SavedView | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "ListQuery":
        """The query of a request, of a list without saved views."""
        return cls(request.path, request.GET)

    @classmethod
    def opened(cls, path: str, params: QueryDict, list_name: str, actor: Actor) -> "ListQuery":
        """The query of a list with saved views; bare, it opens with the actor's default. Raises NotFound."""
        shelf, asked = views_for(actor, list_name), params.get(VIEW, "")
        view = shelf.view(asked) if asked else shelf.default if not params else None
        if view is None and asked not in {"", PLAIN}:
            raise NotFound
        return cls(path, over(view, params), shelf, view)

    def get(self, name: str) -> str:
        """One parameter, empty when it is not there."""
        return self.params.get(name, "").strip()[:4000]

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a facet."""
        return tuple(value for value in self.params.getlist(name) if value)

    @property
    def text(self) -> str:
        """What was typed into the quick search."""
        return self.get("q")[:200]

    @property
    def as_of(self) -> date | None:
        """The day that the list shows; None for today, also for what is no day."""
        return read_day(self.get("as_of"))

    @property
    def position(self) -> int:
        """The number of the first row of this page, as the link to it said."""
        at = self.get("at")
        return max(int(at), 1) if at.isascii() and at.isdigit() and len(at) < 10 else 1

    def url(self, **changes: str | Sequence[str] | None) -> str:
        """This address with some parameters changed (None: without them), back at the first page."""
        return self.here(**{**dict.fromkeys(PLACE_IN_LIST), **changes})

    def here(self, **changes: str | Sequence[str] | None) -> str:
        """This address with some parameters changed, at the same page of the list."""
        params = dict(self.params.lists())
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = [value] if isinstance(value, str) else list(value)
        encoded = urlencode(self._relative(params), doseq=True)
        return f"{self.path}?{encoded}" if encoded else self.path

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """What a form sends beside its own fields (`without`), to stay at this list and view."""
        names = {*without, *PASSING}
        params = self._relative(dict(self.params.lists()))
        cleared = [name for name in without if self.view and name in self.view.query]
        rest = [(name, value) for name, values in params.items() if name not in names for value in values]
        return [*((name, "") for name in cleared), *rest]

    def outside(self) -> "ListQuery":
        """The same list without the view: its addresses say everything."""
        return replace(self, view=None)

    @property
    def plain_url(self) -> str:
        """The list with nothing asked."""
        return f"{self.path}?{VIEW}={PLAIN}" if self.shelf.default else self.path

    @property
    def view_url(self) -> str:
        """The open view as it was saved; without one, the list with nothing asked."""
        return f"{self.path}?{VIEW}={self.view.public_id}" if self.view else self.plain_url

    @property
    def reset_url(self) -> str:
        """What takes the changes back: the open view as it was saved (empty where it is), else the plain list."""
        if self.view is None:
            return self.plain_url
        return self.view_url if self.is_changed else ""

    @property
    def wanted(self) -> dict[str, list[str]]:
        """What a saved view of this list would hold."""
        return {
            name: list(values) for name, values in self.params.lists() if name not in PASSING and any(values)
        }

    @property
    def is_changed(self) -> bool:
        """Whether the list shows something else than its view (without one: than the plain list)."""
        return self.wanted != (self.view.query if self.view else {})

    def _relative(self, params: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Parameters as the address says them: the view, and what differs from it."""
        said: dict[str, list[str]] = {}
        saved = self.view.query if self.view else {}
        if self.view:
            said[VIEW] = [self.view.public_id]
        elif self.shelf.default and not params:
            said[VIEW] = [PLAIN]
        said |= {name: values for name, values in params.items() if values != saved.get(name)}
        return said | {name: [""] for name in saved if not any(params.get(name, ()))}

    def up_to(self, name: str) -> str:
        """This address as far as the value of a parameter; what is appended has to need no encoding (a public id)."""
        return self.here(**{name: "-"}).removesuffix("-")

    def without(self, name: str, value: str) -> str:
        """This address with one value of a facet less."""
        return self.url(**{name: [kept for kept in self.values(name) if kept != value]})


def over(view: SavedView | None, params: QueryDict) -> QueryDict:
    """A view's parameters with those of an address over them."""
    merged = QueryDict(mutable=True)
    for name, values in {**(view.query if view else {}), **dict(params.lists())}.items():
        given = [value for value in values if value]
        if given and name != VIEW:
            merged.setlist(name, [",".join(given)] if name == COLUMNS else given)
    return merged


def read_day(text: str) -> date | None:
    """A typed day, None when it is none."""
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


def filter_of(query: ListQuery, fields: Mapping[str, Field], facets: Sequence[str]) -> Filter:
    """The filter that the address says: its facets and its text form, all of them. Raises FilterInvalid."""
    conditions = [facet_condition(fields[name], query.values(name)) for name in facets]
    return Where.both(*conditions, parse_filter(query.get("filter")))


def facet_condition(field: Field, values: Sequence[str]) -> Filter:
    """One facet as a condition: under for trees, any of the values for the rest."""
    named = tuple(value for value in values if value != NOTHING)
    if not values:
        return EVERYTHING
    is_empty = Condition(field.name, Operator.EMPTY)
    if not named:
        return is_empty
    operator = Operator.UNDER if field.tree else Operator.EQ if len(named) == 1 else Operator.IN
    condition = Condition(field.name, operator, named)
    return Group("or", (condition, is_empty)) if NOTHING in values else condition
