"""What a list shows is in its address: search, filters, sort, page, peek, day. Addresses are made here too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, QueryDict

from assetry.kernel.dates import parse_date
from assetry.kernel.fields import Field
from assetry.kernel.filters import EVERYTHING, Condition, Filter, Group, Operator, Where, parse_filter

NOTHING = "none"  # the facet's value for "has none"
# What a new filter, search or sort starts over.
PLACE_IN_LIST = ("cursor", "at", "peek")


@dataclass(frozen=True)
class ListQuery:
    """The query of a list's address, read."""

    path: str
    params: QueryDict

    @classmethod
    def of(cls, request: HttpRequest) -> "ListQuery":
        """The query of a request."""
        return cls(request.path, request.GET)

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
        params = self.params.copy()
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params.setlist(name, [value] if isinstance(value, str) else list(value))
        encoded = params.urlencode()
        return f"{self.path}?{encoded}" if encoded else self.path

    def up_to(self, name: str) -> str:
        """This address as far as the value of a parameter; what is appended has to need no encoding (a public id)."""
        return self.here(**{name: "-"}).removesuffix("-")

    def without(self, name: str, value: str) -> str:
        """This address with one value of a facet less."""
        return self.url(**{name: [kept for kept in self.values(name) if kept != value]})


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
