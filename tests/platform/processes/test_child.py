"""A process of the tree: stopped with everything it started, and started again with growing patience."""

import sys
import time
from pathlib import Path

from assetry.platform.processes import orphans
from assetry.platform.processes.child import LONGEST_DELAY, Child


def child(program: str, grace: float = 5.0) -> Child:
    return Child(name="child", command=[sys.executable, "-c", program], environment={}, grace=grace)


def members(group: int) -> list[int]:
    """The processes of a process group."""
    return [
        pid for pid in orphans._pids() if orphans._read(pid, "stat").split()[4:5] == [str(group).encode()]
    ]


def alive(group: int) -> list[int]:
    return [pid for pid in members(group) if orphans.is_running(pid)]


def wait_for(file: Path) -> None:
    while not file.exists():
        time.sleep(0.01)


def test_it_is_asked_to_stop() -> None:
    it = child("import time; time.sleep(60)")
    it.start()
    it.ask_to_stop()
    it.wait_until_stopped()
    assert it.pid is None


def test_one_that_will_not_stop_is_killed_with_its_children(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    program = (
        "import os, signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork();"
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    )
    it = child(program, grace=0.2)
    it.start()
    wait_for(ready)
    assert it.pid
    group = it.pid
    it.ask_to_stop()
    it.wait_until_stopped()
    deadline = time.monotonic() + 10  # what is killed is gone when the kernel comes to it
    while alive(group) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert alive(group) == []


def test_quick_ends_are_answered_with_longer_and_longer_waits() -> None:
    it = child("")
    it._started = time.monotonic()
    delays = [it.note_end() for _again in range(12)]
    assert delays[:3] == [0.25, 0.5, 1.0]
    assert delays[-1] == LONGEST_DELAY


def test_one_that_ran_well_is_started_again_at_once() -> None:
    it = child("")
    it._started = time.monotonic()
    it.note_end()
    it._started -= 60
    assert it.note_end() == 0.0
