"""Rows taken out of the database as they are, and put back by one statement a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import GeneratedField, QuerySet
from psycopg import sql


@dataclass(frozen=True)
class Rows:
    """The rows of one table, as the statement that puts them back and its one argument."""

    statement: sql.Composed
    content: str


def rows_of(*querysets: QuerySet[Any]) -> list[Rows]:
    """What these find, in this order."""
    return [_taken(queryset) for queryset in querysets]


def put_back(rows: Iterable[Rows]) -> None:
    """The same rows under the same keys, in the caller's transaction and event."""
    with connection.cursor() as cursor:
        for each in rows:
            cursor.execute(each.statement, [each.content])


def _taken(queryset: QuerySet[Any]) -> Rows:
    model = queryset.model
    names = [field.column for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    table = sql.Identifier(model._meta.db_table)
    taken = sql.SQL("SELECT jsonb_agg(to_jsonb(t))::text FROM {} t WHERE t.id = ANY(%s)").format(table)
    with connection.cursor() as cursor:
        cursor.execute(taken, [list(queryset.values_list("pk", flat=True))])
        content = cursor.fetchone()[0]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM jsonb_populate_recordset(NULL::{}, %s::jsonb)")
    return Rows(statement.format(table, columns, columns, table), content)
