"""Two transactions at once, in an order that the test decides: no sleeping, no luck."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

_STATE = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"


class Rival(threading.Thread):
    """Runs a function on a connection of its own; `outcome` is what it returned or raised."""

    def __init__(self, function: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.function = function
        self.outcome: Any = None
        self._pid: int | None = None
        self.start()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._pid = cursor.fetchone()[0]
            self.outcome = self.function()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the outcome
            self.outcome = error
        finally:
            connection.close()

    def let_run_until_blocked(self) -> bool:
        """Wait until it waits for a lock (True) or is through (False)."""
        deadline = time.monotonic() + 20
        while self.is_alive() and time.monotonic() < deadline:
            if self._pid is not None and self._waits():
                return True
        return False

    def _waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_clear_snapshot()"
            )  # else a transaction sees the first answer for ever
            cursor.execute(_STATE, [self._pid])
            row = cursor.fetchone()
        return bool(row and row[0])

    def finish(self) -> Any:
        """Wait for its end and hand back its outcome."""
        self.join(30)
        assert not self.is_alive(), "the rival waits for something that never comes"
        return self.outcome


def at_once(functions: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all at the same moment, each on a connection of its own; their outcomes in the same order."""
    start = threading.Barrier(len(functions))

    def waiting(function: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            start.wait(30)
            return function()

        return run

    return [rival.finish() for rival in [Rival(waiting(function)) for function in functions]]
