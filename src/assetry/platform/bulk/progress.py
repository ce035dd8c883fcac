"""How far a change is, told on a connection of its own: its transaction commits only at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import psycopg
from django.db import connection

from assetry.platform.bulk.models import BulkProgress

_TELL = """
    INSERT INTO bulk_bulkprogress (run_id, phase, done, total) VALUES (%(run)s, %(phase)s, %(done)s, %(total)s)
    ON CONFLICT (run_id) DO UPDATE SET phase = excluded.phase, done = excluded.done, total = excluded.total
"""


class Report(Protocol):
    """Tells how far the work is: a phase (check, write, keep) with what is done of what there is."""

    def __call__(self, phase: str, done: int, total: int) -> None: ...


def silent(phase: str, done: int, total: int) -> None:
    """Tells nobody."""


@contextmanager
def reporting(run_id: int) -> Iterator[Report]:
    """A report that others can read while the change runs; forgotten at its end."""
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(
        autocommit=True, **{name: params[name] for name in names if params.get(name)}
    ) as second:

        def tell(phase: str, done: int, total: int) -> None:
            second.execute(_TELL, {"run": run_id, "phase": phase, "done": done, "total": total})

        tell("check", 0, 0)
        try:
            yield tell
        finally:
            second.execute("DELETE FROM bulk_bulkprogress WHERE run_id = %s", [run_id])


def find_progress(run_id: int) -> BulkProgress | None:
    """What was told last; None before the start and after the end."""
    return BulkProgress.objects.filter(run_id=run_id).first()
