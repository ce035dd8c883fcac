"""The processes of `assetry up`: a database of our own (or none), the web server and the worker, kept running."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assetry.platform.database.embedded.cluster import Cluster
from assetry.platform.faults import DiskFull, StartFailed
from assetry.platform.processes import orphans
from assetry.platform.processes.child import Child
from assetry.platform.processes.signals import Signals

# Every process of the tree carries the data folder in its environment: so a later start finds what was left behind.
MARK = "ASSETRY_SUPERVISED"
LONGEST_PAUSE = 60.0
DATABASE_DELAYS = (0.0, 1.0, 5.0, 30.0)


@dataclass
class Tree:
    """Children are started in order and stopped together, before the database."""

    signals: Signals
    say: Callable[[str], None]
    cluster: Cluster | None = None
    children: list[Child] = field(default_factory=list)
    _database_failures: int = 0
    _database_due: float = 0.0

    def keep_running(self) -> None:
        """Start again whatever ends, until a stop is requested (`StopRequested`); a full disk is waited out."""
        while True:
            orphans.reap(self._pids())
            if self.cluster and self.cluster.has_ended() and time.monotonic() >= self._database_due:
                self._restart_database(self.cluster)
            for child in self.children:
                self._tend(child)
            self.signals.pause(self._seconds_to_next())

    def run_once(self, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a command to its end, which a stop request cuts short; returns its exit code."""
        child = Child(name=command[-1], command=command, environment=environment)
        child.start()
        try:
            while (code := child.exit_code()) is None:
                self.signals.pause(1.0)
            return code
        finally:
            child.ask_to_stop()
            child.wait_until_stopped()

    def stop(self) -> None:
        """End everything: requests and jobs that run may finish first, each child within its grace."""
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.wait_until_stopped()
        if self.cluster:
            self.cluster.stop()
            self.cluster.sweep()

    def _tend(self, child: Child) -> None:
        code = child.exit_code()
        if code is not None:
            delay = child.note_end()
            self.say(
                f"The {child.name} ended (code {code}); starting it again{f' in {delay:g} s' if delay else ''}."
            )
        if child.process is None and time.monotonic() >= child.due:
            child.start()

    def _restart_database(self, cluster: Cluster) -> None:
        self.say("The database ended; starting it again.")
        cluster.sweep()
        try:
            cluster.start(pause=self.signals.pause, say=self.say)
        except (StartFailed, DiskFull) as fault:
            delay = DATABASE_DELAYS[min(self._database_failures, len(DATABASE_DELAYS) - 1)]
            self._database_failures += 1
            self._database_due = time.monotonic() + delay
            self.say(f"{fault} Trying again in {delay:g} s.")
        else:
            self._database_failures = 0
            self.say("The database is back.")

    def _seconds_to_next(self) -> float:
        dues = [child.due for child in self.children if child.process is None]
        if self.cluster and self.cluster.has_ended():
            dues.append(self._database_due)
        return min((max(0.0, due - time.monotonic()) for due in dues), default=LONGEST_PAUSE)

    def _pids(self) -> set[int]:
        pids = {child.pid for child in self.children} | {self.cluster.pid if self.cluster else None}
        return {pid for pid in pids if pid is not None}


def stop_left_behind(data_dir: Path) -> None:
    """End web servers and workers of an earlier tree on the same data folder that was killed.

    Looked for anew each time: a web server may just be starting one of its processes again.
    """
    for how in (signal.SIGTERM, signal.SIGKILL, signal.SIGKILL):
        orphans.stop(orphans.with_mark(MARK, str(data_dir)), how, 4.0)


def environment_of_children(data_dir: Path, urls: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with the database's URLs, both for the owner's commands."""
    return {**os.environ, **urls, MARK: str(data_dir), "ASSETRY_DATA_DIR": str(data_dir)}


def assetry(*words: str) -> list[str]:
    """The command line that runs this program with these words, in the same Python."""
    return [sys.executable, "-m", "assetry.cli.main", *words]
