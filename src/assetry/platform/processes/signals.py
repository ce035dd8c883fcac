"""Signals as something to wait for, never something that runs in the middle of other code."""

import ctypes
import os
import select
import signal
import sys
from types import TracebackType
from typing import Self

STOPPING = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


class StopRequested(BaseException):
    """Somebody asked this process to end; like `KeyboardInterrupt` no `except Exception` swallows it."""


class Signals:
    """A context in which stop signals and ends of children wake `pause` up; stop signals then raise.

    Raises `StopRequested` from `pause` and `wait` once one was asked for.
    """

    def __enter__(self) -> Self:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)
        wanted = (*STOPPING, signal.SIGCHLD)
        self._before = {number: signal.signal(number, _noted) for number in wanted}
        self._wakeup_before = signal.set_wakeup_fd(self._writing)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._reading)
        os.close(self._writing)

    def pause(self, seconds: float) -> None:
        """Sleep, at most `seconds`, until a child ends; raises `StopRequested`."""
        select.select([self._reading], [], [], seconds)
        try:
            received = os.read(self._reading, 1024)
        except BlockingIOError:
            return
        if STOPPING.intersection(received):
            raise StopRequested


def end_with_parent() -> None:
    """To be called in a new process before its program starts: get SIGQUIT when the parent dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies (Linux), so that it can be waited for."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _noted(_number: int, _frame: object) -> None:
    """The wakeup file descriptor has the number already."""
