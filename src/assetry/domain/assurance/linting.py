"""What a register still misses: how many cells of each column, and which cells of which row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, Count, Q, TextField, Value, When
from django.db.models.functions import Coalesce

from assetry.domain.assurance.registers import Register, RegisterColumn
from assetry.kernel.filters import Condition, Operator, parse_filter
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.exports.columns import value_of
from assetry.platform.exports.exporting import rows_to_export
from assetry.platform.exports.table import Column, Table
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many rows a register has, how many of them lack something, and how many lack each required column."""

    rows: int
    incomplete: int
    missing: Mapping[RegisterColumn, int]


@dataclass(frozen=True, slots=True)
class Gaps:
    """A row that is not complete, and the columns that it lacks."""

    row: Any
    columns: Sequence[RegisterColumn]


def check_register(actor: Actor, register: Register, today: date) -> Completeness:
    """Every cell that may not be empty, counted in one statement over the rows that the actor sees."""
    conditions = _conditions(actor, register, today)
    counts = {f"missing_{n}": Count("pk", filter=lacks) for n, lacks in enumerate(conditions.values())}
    whole = _rows(actor, register, today).aggregate(
        rows=Count("pk"), incomplete=Count("pk", filter=reduce(or_, conditions.values())), **counts
    )
    missing = {column: whole[f"missing_{n}"] for n, column in enumerate(conditions)}
    return Completeness(whole["rows"], whole["incomplete"], missing)


def find_gaps(actor: Actor, register: Register, today: date, *, limit: int) -> list[Gaps]:
    """The first rows by name that lack something, each with what it lacks."""
    conditions = _conditions(actor, register, today)
    found = _rows(actor, register, today).filter(reduce(or_, conditions.values()))
    marks = {
        f"lacks_{n}": Case(When(lacks, then=Value(True)), default=Value(False))
        for n, lacks in enumerate(conditions.values())
    }
    rows = found.annotate(**marks).order_by("name_sort", "pk")[:limit]
    return [
        Gaps(row, [column for n, column in enumerate(conditions) if getattr(row, f"lacks_{n}")])
        for row in rows
    ]


def table_of_register(actor: Actor, register: Register, today: date) -> Table:
    """The register as a table to take away, complete or not."""
    entity = entity_named(register.entity)
    rows = rows_to_export(actor, entity, register.filter, today=today).order_by("name_sort", "pk")
    columns = [
        Column(name=column.fields[0], header=column.header, expression=_value(actor, entity, column))
        for column in register.columns
    ]
    return Table(rows, columns)


def filter_of_gap(register: Register, column: RegisterColumn) -> str:
    """The filter of the rows that lack a column, as the entity's list takes it."""
    return " and ".join((f"({register.filter})", *(f"{name} empty" for name in column.fields)))


def _rows(actor: Actor, register: Register, today: date) -> Any:
    entity = entity_named(register.entity)
    condition = compile_filter(entity, parse_filter(register.filter), actor, today=today)
    return entity.visible_to(actor).filter(condition)


def _conditions(actor: Actor, register: Register, today: date) -> Mapping[RegisterColumn, Q]:
    """For each column that may not be empty, when it is."""
    entity = entity_named(register.entity)

    def is_empty(name: str) -> Q:
        return compile_filter(entity, Condition(name, Operator.EMPTY), actor, today=today)

    return {
        column: reduce(and_, (is_empty(name) for name in column.fields))
        for column in register.columns
        if column.required
    }


def _value(actor: Actor, entity: Entity, column: RegisterColumn) -> Any:
    values = [value_of(actor, entity.fields_by_name[name]) for name in column.fields]
    return Coalesce(*values, output_field=TextField()) if len(values) > 1 else values[0]
