"""How far a run is, told on a connection of its own: what the run itself writes commits only at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import psycopg
from django.db import connection, models
from psycopg.sql import SQL, Identifier

_TELL = SQL("""
    INSERT INTO {} (run_id, phase, done, total) VALUES (%(run)s, %(phase)s, %(done)s, %(total)s)
    ON CONFLICT (run_id) DO UPDATE SET phase = excluded.phase, done = excluded.done, total = excluded.total
""")
_FORGET = SQL("DELETE FROM {} WHERE run_id = %s")


class Report(Protocol):
    """Tells how far the work is: a phase (read, check, write, keep) with what is done of what there is."""

    def __call__(self, phase: str, done: int, total: int) -> None: ...


def silent(phase: str, done: int, total: int) -> None:
    """Tells nobody."""


@contextmanager
def reporting(table: type[models.Model], run_id: int, *, first: str) -> Iterator[Report]:
    """A report that others can read in the table while the run works; forgotten at its end. `first` is its first phase.

    The table has `run_id` (unique), `phase`, `done`, `total`.
    """
    name = Identifier(table._meta.db_table)
    telling, forgetting = _TELL.format(name), _FORGET.format(name)
    with psycopg.connect(autocommit=True, **_where()) as second:

        def tell(phase: str, done: int, total: int) -> None:
            second.execute(telling, {"run": run_id, "phase": phase, "done": done, "total": total})

        tell(first, 0, 0)
        try:
            yield tell
        finally:
            second.execute(forgetting, [run_id])


def find_progress[P: models.Model](table: type[P], run_id: int) -> P | None:
    """What was told last; None before the start and after the end."""
    return table._default_manager.filter(run_id=run_id).first()


def _where() -> dict[str, Any]:
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    return {name: params[name] for name in names if params.get(name)}
