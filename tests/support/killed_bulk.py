"""`python -m tests.support.killed_bulk DATABASE RUN POINT`: apply a change of many as the worker does.

At its statement number POINT the process is killed by SIGKILL; with POINT 0 nothing happens to it.
"""

import sys
from collections.abc import Callable
from typing import Any

import django

from tests.support.killed_import import kill


def main() -> None:
    """As the application role, on a database of the tests."""
    django.setup()
    from django.conf import settings
    from django.db import connection

    database, run, point = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    from assetry.jobs.bulk import apply_bulk

    taken = 0

    def count(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == int(point):
            kill(database)
        return execute(*given)

    with connection.execute_wrapper(count):
        apply_bulk(run_id=int(run))


if __name__ == "__main__":
    main()
