"""One process of the tree: how it is started, stopped, and how long to wait before it is started again."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assetry.platform.processes.orphans import Pause

STEADY_SECONDS = 10.0
LONGEST_DELAY = 30.0


@dataclass(kw_only=True)
class Child:
    """A command that should keep running. `grace`: seconds it may take to end after SIGTERM, then it is killed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    grace: float = 10.0
    process: "subprocess.Popen[bytes] | None" = None
    due: float = 0.0
    _started: float = 0.0
    _failures: int = field(default=0, repr=False)

    def start(self) -> None:
        """Start it in a session of its own: a Ctrl+C in the terminal reaches the supervisor alone."""
        self._started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=dict(self.environment), stdin=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def exit_code(self) -> int | None:
        """The code it ended with; None while it runs or before it was started."""
        return self.process.poll() if self.process else None

    def note_end(self) -> float:
        """Take in that it ended; the seconds until it should be started again, longer with each quick end."""
        now = time.monotonic()
        self._failures = 0 if now - self._started > STEADY_SECONDS else self._failures + 1
        delay = min(0.25 * 2 ** (self._failures - 1), LONGEST_DELAY) if self._failures else 0.0
        self.process, self.due = None, now + delay
        return delay

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait_until_stopped(self, pause: Pause = time.sleep) -> None:
        """Wait for the end, at most `grace` seconds, then kill it with everything it started."""
        if self.process is None:
            return
        deadline = time.monotonic() + self.grace
        while self.process.poll() is None and time.monotonic() < deadline:
            pause(0.02)
        _kill_group(self.process.pid)
        self.process.wait()
        self.process = None


def _kill_group(group: int) -> None:
    """A server's own children outlive it when it was killed; they share its process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
