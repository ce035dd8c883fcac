"""Where time and memory go, read from /proc: our processes and PostgreSQL's, those that ended meanwhile included."""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

TICKS = os.sysconf("SC_CLK_TCK")


class Server(Protocol):
    """Whatever knows PostgreSQL's first process."""

    @property
    def postmaster(self) -> int: ...


@dataclass
class Meter:
    """A context that measures its block. `processes`: further trees, e.g. of a web server that answers us.

    The clock of /proc ticks 100 times a second: measure blocks of a second and more.
    """

    server: Server | None = None
    processes: tuple[int, ...] = ()
    seconds: float = 0.0
    python_seconds: float = 0.0
    postgres_seconds: float = 0.0
    _wall: float = field(default=0.0, repr=False)

    @property
    def cpu_seconds(self) -> float:
        """Python and PostgreSQL together."""
        return self.python_seconds + self.postgres_seconds

    def __enter__(self) -> Self:
        self._python, self._postgres = self._read()
        self._wall = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.seconds = time.perf_counter() - self._wall
        python, postgres = self._read()
        self.python_seconds = python - self._python
        self.postgres_seconds = postgres - self._postgres

    def add(self, other: "Meter") -> None:
        """What another block took too."""
        self.seconds += other.seconds
        self.python_seconds += other.python_seconds
        self.postgres_seconds += other.postgres_seconds

    def _read(self) -> tuple[float, float]:
        own = time.process_time() + sum(tree_seconds(pid) for pid in self.processes)
        return own, tree_seconds(self.server.postmaster) if self.server else 0.0


def tree_seconds(pid: int) -> float:
    """CPU seconds of a process, of everything it started that still runs, and of what it has waited for."""
    return sum(_seconds(each) for each in [pid, *descendants(pid)])


def descendants(pid: int) -> list[int]:
    """Every process below this one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found, ahead = [], [pid]
    while ahead:
        below = children.get(ahead.pop(), [])
        found += below
        ahead += below
    return found


def pss_mb(pids: Iterable[int]) -> float:
    """The proportional set size of processes: what each has for itself, and its share of what they have together."""
    return round(sum(_pss_kb(pid) for pid in pids) / 1024, 1)


def _seconds(pid: int) -> float:
    """Its own ticks, user and system, and those of children that ended."""
    stat = _stat(pid)
    return sum(int(ticks) for ticks in stat[11:15]) / TICKS if stat else 0.0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent, …; empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
