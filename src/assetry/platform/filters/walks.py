"""How a page is found: along the index of its order, unless what is known of the rows says that this reads too many.

A plain walk reads until the page is full. That is short where what the reader may see is spread through the order, and
long where it is not: all of one company at the end of the alphabet. Two other ways find the same rows (docs/adr/0061):
the first ones of each company, along an index that begins with the company; all matches, where they are few, and then
sort them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Expression, Subquery

# Reading the first rows of so many companies costs less than one unlucky walk.
MOST_COMPANIES: Final = 16
# So many rows are sorted within a millisecond.
FEW_MATCHES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a list's rows before they are read.

    `companies`: they lie in these alone, and nothing but the reader's scope narrows them (empty: not known).
    `matches`: how many there are, where something narrows them (None: not known, or nothing does).
    """

    companies: tuple[int, ...] = ()
    matches: int | None = None


NOTHING: Final = Known()


def narrowed[M: models.Model](
    queryset: "models.QuerySet[M]", column: str, count: int, known: Known
) -> "models.QuerySet[M]":
    """The ordered queryset, cut down to rows among which its first `count` are; `column` leads its order."""
    if known.matches is not None:
        if known.matches > FEW_MATCHES or not _has_big_key(queryset.model):
            return queryset
        return queryset.filter(pk__among=queryset.order_by().values("pk"))
    if 0 < len(known.companies) <= MOST_COMPANIES and has_index_by_company(queryset.model, column):
        return queryset.filter(pk__among=_FirstOfEach(queryset, column, count, known.companies))
    return queryset


def has_index_by_company(model: type[models.Model], column: str) -> bool:
    """Whether an index walks each company's rows in the order of the column."""
    meta = model._meta
    unconditional = [
        item for item in (*meta.indexes, *meta.constraints) if not getattr(item, "condition", None)
    ]
    starts = [tuple(getattr(item, "fields", ()))[:2] for item in unconditional]
    return _has_big_key(model) and ("company", column) in starts


def _has_big_key(model: type[models.Model]) -> bool:
    """Only these know `among`; what has a small one is small."""
    return isinstance(model._meta.pk, models.BigAutoField)


class _EachCompany(Expression):
    """The key of the company that the walk stands at."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """A name of the statement around it."""
        return "company.id", ()


class _FirstOfEach(Subquery):
    """The keys of the first `count` rows among the first of each company; of all others not even the row is read."""

    def __init__(self, rows: Any, column: str, count: int, companies: Sequence[int]) -> None:
        descending = str(rows.query.order_by[0]).startswith("-")
        mine = rows.filter(company_id=_EachCompany())
        super().__init__(mine.values(column, "pk")[:count], models.BigIntegerField())
        self.companies, self.count = list(companies), count
        self.direction = "DESC" if descending else "ASC"

    def as_sql(self, compiler: Any, connection: Any, template: Any = None, **extra: Any) -> tuple[str, Any]:
        """Compile it; all that is put into the text is ours."""
        inner, params = self.query.as_sql(compiler, connection)
        order, count = f"first.key {self.direction}, first.id {self.direction}", int(self.count)
        each = f"unnest(%s::bigint[]) AS company (id) CROSS JOIN LATERAL {inner} AS first (key, id)"
        return f"(SELECT first.id FROM {each} ORDER BY {order} LIMIT {count})", (self.companies, *params)  # noqa: S608
