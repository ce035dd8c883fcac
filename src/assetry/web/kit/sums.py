"""What all rows of a list come to: how many there are, and what their money adds up to, currency by currency.

Both are exact. What takes long is asked for after the rows, and put in its places out of band (docs/adr/0050).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Sum
from django.db.models.fields.json import KeyTextTransform
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import Money
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.filters.stored import expression_of
from assetry.web.components import cells
from assetry.web.components.parts import Words
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.listing import compile_listing
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader

# Counting so many costs about what reading a page does; beyond, the figure comes after the rows.
MOST_COUNTED: Final = 10_000
_MONEY: Final = frozenset({FieldType.MONEY, FieldType.AMOUNT})


@dataclass(frozen=True, kw_only=True)
class Sums:
    """How many rows there are, and by column the words of their sum."""

    total: int
    whole: int | None
    columns: Sequence[tuple[str, SafeString]]


def count_at_once(rows: Any) -> int:
    """How many rows there are; any figure above MOST_COUNTED says only that there are more than those."""
    return int(rows.order_by()[: MOST_COUNTED + 1].count())


def grouped(number: int) -> str:
    """A whole number as people write it."""
    return f"{number:,}"


def count_words(total: int, whole: int | None, entity: Entity) -> str:
    """So many things, of how many where a filter applies."""
    word = str(entity.label if total == 1 and whole is None else entity.label_plural).lower()
    words = {"total": grouped(total), "things": word}
    if whole is None:
        return _("%(total)s %(things)s") % words
    return _("%(total)s of %(whole)s %(things)s") % {**words, "whole": grouped(whole)}


def money_columns(description: ListDescription) -> list[Field]:
    """The fields shown whose values add up."""
    fields = entity_named(description.entity).fields_by_name  # not of what the rows refer to: many share one
    found = (fields.get(column.name) for column in description.columns)
    return [field for field in found if field is not None and field.type in _MONEY]


def foot_of(description: ListDescription) -> list[Words]:
    """The foot of the grid, with empty places for the sums; nothing where no column adds up."""
    names = {field.name for field in money_columns(description)}
    if not names:
        return []
    first, *others = description.columns
    return [
        _("Sum") if first.name not in names else "",
        *(place_of(column.name) if column.name in names else "" for column in others),
    ]


def place_of(name: str, words: Words = "") -> SafeString:
    """Where a sum stands, once it is known."""
    return format_html('<span id="sum-{}">{}</span>', name, words)


def sums_of(description: ListDescription, query: ListQuery, reader: Reader) -> Sums:
    """The figures of all rows: a statement for each column that adds up. Raises FilterInvalid."""
    listing = compile_listing(description, query, reader)
    rows = listing.queryset.order_by()
    columns, total = [], None
    for field in money_columns(description):
        total, amounts = _added(rows, field)
        columns.append((field.name, _words(amounts, reader)))
    counts = description.total if not query.as_of else None
    return Sums(
        total=rows.count() if total is None else total,
        whole=counts(reader) if counts is not None and listing.is_narrowed else None,
        columns=columns,
    )


def _added(rows: Any, field: Field) -> tuple[int, list[Money]]:
    """How many rows there are, and what the field adds up to in each currency."""
    if field.key:
        currency: Any = KeyTextTransform("currency", KeyTextTransform(field.key, field.path))
    else:
        currency = F(field.currency_path)
    added = expression_of(field) if field.key else F(field.orm_path)
    told = rows.annotate(in_currency=currency, added=added).values("in_currency")
    lines = list(told.annotate(n=Count("pk"), sum=Sum("added")).values_list("in_currency", "n", "sum"))
    amounts = [Money(Decimal(total), code) for code, _n, total in lines if code and total is not None]
    return sum(n for _code, n, _total in lines), sorted(amounts, key=lambda money: -money.amount)


def _words(amounts: Sequence[Money], reader: Reader) -> SafeString:
    told = ((cells.money_html(money, locale=reader.locale),) for money in amounts)
    return format_html_join(SafeString("<br>"), "{}", told) if amounts else SafeString("—")
