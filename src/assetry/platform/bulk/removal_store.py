"""The statements that delete rows with what belongs to them, and bring them back: set-based."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, models

from assetry.platform.audit.tables import Technical
from assetry.platform.audit.writing import quote
from assetry.platform.bulk.models import RemovedRow
from assetry.platform.database.reading import model_of
from assetry.platform.database.references import referring


def lock(table: str, keys: Sequence[int]) -> None:
    """Lock the rows in the order of their keys, also against whoever would refer to them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT FROM {quote(table)} WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [list(keys)],
        )


@contextmanager
def constraints_at_the_end() -> Iterator[None]:
    """Ask the deferrable constraints when all statements are done."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def keep(event_id: int, table: str, subject: str, keys: Sequence[int], at: datetime) -> None:
    """Keep the rows of a table whose column `subject` names one of the keys."""
    pk, column = _key(table), quote(subject)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bulk_removedrow (event_id, table_name, row_id, subject_id, before, removed_at) "
            f"SELECT %s, %s, t.{pk}, t.{column}, to_jsonb(t), %s FROM {quote(table)} t WHERE t.{column} = ANY(%s)",
            [event_id, table, at, list(keys)],
        )


def delete(table: str, subject: str, keys: Sequence[int]) -> None:
    """Delete the rows of a table whose column `subject` names one of the keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {quote(table)} WHERE {quote(subject)} = ANY(%s)",
            [list(keys)],
        )


def forget_words(entity: str, keys: Sequence[int]) -> None:
    """Delete what the rows are found by; what comes back is written anew by its trigger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_searchdocument WHERE entity = %s AND object_id = ANY(%s)",
            [entity, list(keys)],
        )


def restore(events: Sequence[int], table: str, keys: Sequence[int]) -> set[int]:
    """Insert the kept rows of a table again that were, or belonged to, the keys; returns the keys of those that fit.

    What meets a value that must be unique is left out.
    """
    names = [quote(str(column.column)) for column in _columns(table)]
    values = ", ".join(f"r.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(table)} ({', '.join(names)}) SELECT {values} FROM bulk_removedrow k, "
            f"jsonb_populate_record(NULL::{quote(table)}, k.before) r "
            "WHERE k.event_id = ANY(%s) AND k.table_name = %s AND k.subject_id = ANY(%s) ORDER BY k.row_id "
            f"ON CONFLICT DO NOTHING RETURNING {_key(table)}",
            [list(events), table, list(keys)],
        )
        return {row[0] for row in cursor.fetchall()}


def kept_rows(events: Sequence[int], table: str, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The kept values of rows by key, under the names of their columns."""
    rows = RemovedRow.objects.filter(event_id__in=events, table_name=table, row_id__in=keys)
    return dict(rows.order_by("row_id").values_list("row_id", "before"))


def parts_of(table: str, named: Sequence[str]) -> dict[str, str]:
    """The tables of what belongs to rows of a table, each with the column that says to which: those named, and what is
    kept beside each row by code (technical rows, one to one).
    """
    beside = [
        model._meta.db_table
        for model, column in referring(table)
        if isinstance(getattr(model, "trail", None), Technical) and model._meta.pk.attname == column
    ]
    return {part: _subject_column(part, table) for part in (*beside, *named)}


def _subject_column(part: str, table: str) -> str:
    """The column by which rows of a part belong to rows of a table."""
    model = model_of(part)
    trail: Any = getattr(model, "trail", None)
    named = getattr(trail, "subject", None)
    columns = [attname for other, attname in referring(table) if other is model]
    return named if named in columns else columns[0]


def _key(table: str) -> str:
    return quote(str(model_of(table)._meta.pk.column))


def _columns(table: str) -> "list[models.Field[Any, Any]]":
    return [column for column in model_of(table)._meta.concrete_fields if not column.generated]
