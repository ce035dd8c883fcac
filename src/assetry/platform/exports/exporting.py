"""What a list shows as a table to take away: its rows, in its order, under the columns asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from assetry.kernel.filters import parse_filter
from assetry.kernel.registry import Entity
from assetry.platform.exports.columns import columns_of
from assetry.platform.exports.table import Table
from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.paging import Sort, sort_of
from assetry.platform.filters.stored import expression_of
from assetry.platform.permissions.actor import Actor


def permission_of(entity: Entity) -> str:
    """What taking rows away needs ("": nothing but being signed in)."""
    return entity.export_permission or entity.view_permission


def rows_to_export(actor: Actor, entity: Entity, filter_text: str, *, today: date) -> QuerySet[Any]:
    """The rows under a filter that the actor may take away. Raises FilterInvalid."""
    narrowed = (entity.export_permission,) if entity.export_permission else ()
    condition = compile_filter(entity, parse_filter(filter_text), actor, today=today)
    rows: QuerySet[Any] = entity.visible_to(actor, *narrowed).filter(condition)
    return rows


def table_of(
    actor: Actor,
    entity: Entity,
    rows: QuerySet[Any],
    *,
    names: Sequence[str] | None = None,
    sort: str = "",
    kind: str = "",
) -> Table:
    """The rows as a table: these columns (None: all), sorted as a list is ("": in the order of making).

    Raises SortInvalid.
    """
    make = entity.file_columns
    columns = make(actor, names, kind) if make is not None else columns_of(actor, entity, names)
    return Table(_in_order(rows, sort_of(entity, sort) if sort else Sort()), columns)


def unknown_names(entity: Entity, table: Table, names: Sequence[str]) -> list[str]:
    """Of the names asked for those that nothing describes: they gave no column."""
    known = {*entity.fields_by_name, *(column.name for column in table.columns)}
    return [name for name in names if name not in known]


def _in_order(rows: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
    """As the pages of a list: rows without a value last, in either direction, the id between equal ones."""
    if not sort.column:
        return rows.order_by("-pk" if sort.descending else "pk")
    if sort.custom is not None:
        rows = rows.annotate(**{sort.column: expression_of(sort.custom)})
    key = F(sort.column)
    way = key.desc(nulls_last=True) if sort.descending else key.asc(nulls_last=True)
    return rows.order_by(way, "-pk" if sort.descending else "pk")
