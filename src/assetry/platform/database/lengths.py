"""No text column without a bound: an unbounded note is a way to fill the disk and to slow every page (trust.md, B12).

A `CharField` has its bound in its type. Each `TextField` gets a check constraint, made from the models at every
`migrate`: its `max_length`, or `MOST` where it says none. `NOT VALID` binds what is written from now on, at once.
"""

from typing import Any, Final

from django.apps import apps
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import TextField

MOST: Final = 1_000_000  # characters
_PRESENT: Final = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype = 'c' AND conname ~ '_at_most_[0-9]+$'
"""
_COLUMNS: Final = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'text'
"""


def install_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """The receiver of `post_migrate`."""
    with connections[using].cursor() as cursor:
        install_lengths(cursor)


def install_lengths(cursor: CursorWrapper) -> int:
    """Make the constraints that are missing, drop those of another bound; returns how many were made."""
    cursor.execute(_COLUMNS)
    there = set(cursor.fetchall())
    wanted = {key: limit for key, limit in bounds().items() if key in there}
    names = {
        (table, f"{column}_at_most_{limit}"): (column, limit) for (table, column), limit in wanted.items()
    }
    cursor.execute(_PRESENT)
    present = {(table.strip('"'), name) for table, name in cursor.fetchall()}
    tables = {table for table, _name in names}
    for table, name in present - names.keys():
        if table in tables:
            cursor.execute(f'ALTER TABLE public."{table}" DROP CONSTRAINT "{name}"')
    missing = names.keys() - present
    for table, name in sorted(missing):
        column, limit = names[table, name]
        cursor.execute(
            f'ALTER TABLE public."{table}" ADD CONSTRAINT "{name}" '
            f'CHECK (char_length("{column}") <= {limit}) NOT VALID'
        )
    return len(missing)


def bounds() -> dict[tuple[str, str], int]:
    """The bound of every column that a `TextField` lies in, by table and column."""
    return {
        (model._meta.db_table, field.column): field.max_length or MOST
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed
        for field in model._meta.local_concrete_fields
        if isinstance(field, TextField) and field.column
    }
