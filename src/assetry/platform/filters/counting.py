"""How often each value stands in rows: exact, however many columns and sets of rows, in one statement.

Columns of the same rows are counted in one pass over them (GROUPING SETS); ADR 0049 says why nothing is kept for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F

from assetry.kernel.fields import Field, FieldType
from assetry.platform.filters.stored import expression_of

# By name: how many rows have each value, as text; None: no value.
type Counts = Mapping[str, Mapping[str | None, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One column to count in a queryset. Tallies of the very same queryset object are counted together."""

    name: str
    column: Any
    rows: Any


def column_to_count(field: Field, path: str = "") -> Any:
    """The column whose values a field's facet counts: the key of a reference, else the value."""
    where = path or field.orm_path
    if field.key:
        return expression_of(field, where)
    return F(f"{where}_id" if field.type in {FieldType.REFERENCE, FieldType.STATUS} else where)


def count_values(tallies: Sequence[Tally]) -> Counts:
    """How many rows have each value of each tally's column; references by key. One statement, none for no tally."""
    together: dict[int, list[Tally]] = {}
    for tally in tallies:
        together.setdefault(id(tally.rows), []).append(tally)
    groups = list(together.values())
    parts = [part for number, group in enumerate(groups) if (part := _counted(number, group))]
    counts: dict[str, dict[str | None, int]] = {tally.name: {} for tally in tallies}
    if not parts:
        return counts
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _params in parts),
            [value for _sql, params in parts for value in params],
        )
        for number, mask, value, n in cursor.fetchall():
            counts[_tally_of(groups[number], mask).name][value] = n
    return counts


def _counted(number: int, group: Sequence[Tally]) -> tuple[str, Sequence[Any]] | None:
    """The part of the statement that counts one set of rows; None where there can be no rows."""
    columns = {f"counted_{index}": tally.column for index, tally in enumerate(group)}
    try:
        rows = group[0].rows.order_by().annotate(**columns).values_list(*columns)
        inner, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    names = ", ".join(columns)
    value = ", ".join(f"{name}::text" for name in columns)
    sets = ", ".join(f"({name})" for name in columns)
    value = f"coalesce({value})" if len(columns) > 1 else value
    head = f"SELECT {number}, grouping({names}), {value}, count(*)"
    sql = f"{head} FROM ({inner}) AS counted GROUP BY GROUPING SETS ({sets})"
    return sql, params


def _tally_of(group: Sequence[Tally], mask: int) -> Tally:
    """Which column a row of the answer is about: the bit of `grouping()` that is not set, the first is the highest."""
    missing = ~mask & ((1 << len(group)) - 1)
    return group[len(group) - missing.bit_length()]
