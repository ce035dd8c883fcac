"""`python -m tests.support.killed_import DATABASE RUN POINT [kill|cut]`: apply an import as the worker does.

At its statement number POINT the process is killed by SIGKILL, or its connections are cut as by a restarted database;
with POINT 0 nothing happens to it. It prints how many statements it took.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
import psycopg

from tests.support.server import conninfo


def main() -> None:
    """As the application role, on a database of the tests."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    database, run, point, *how = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    from assetry.jobs.imports import apply_import

    taken = 0

    def count(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == int(point):
            (cut if how == ["cut"] else kill)(database)
        return execute(*given)

    with connection.execute_wrapper(count):
        apply_import(run_id=int(run))
    sys.stdout.write(str(taken))


def kill(_database: str) -> None:
    """At once: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def cut(database: str) -> None:
    """End our own connections, from outside."""
    from django.db import connection

    with psycopg.connect(conninfo("postgres"), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid = %s",
            [database, connection.connection.info.backend_pid],
        )


if __name__ == "__main__":
    main()
