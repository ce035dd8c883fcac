"""Processes that an earlier supervisor left behind, found through /proc (elsewhere: none) and stopped for good."""

import os
import signal
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

PROC = Path("/proc")

type Pause = Callable[[float], None]


def with_folder(folder: Path, program: str) -> list[int]:
    """Processes of a program whose working folder is `folder`, as every process of a PostgreSQL server works in its
    data folder. (A shell that stands there is none of them.)
    """
    target = str(folder.resolve())
    return [pid for pid in with_program(program) if _read_link(pid, "cwd") == target]


def with_program(program: str) -> list[int]:
    """Processes that run the program of this name, wherever it lies, even one that was replaced meanwhile."""
    programs = ((pid, _read_link(pid, "exe").removesuffix(" (deleted)")) for pid in _pids())
    return [pid for pid, path in programs if Path(path).name == program]


def with_mark(variable: str, value: str) -> list[int]:
    """Processes other than this one that were started with the environment variable at this value."""
    mark = f"{variable}={value}".encode()
    return [pid for pid in _pids() if pid != os.getpid() and mark in _read(pid, "environ").split(b"\0")]


def is_zombie(pid: int) -> bool:
    """True for a process that ended and was never waited for."""
    return _read(pid, "stat").rpartition(b")")[2].split()[:1] == [b"Z"]


def stop(pids: Collection[int], how: signal.Signals, seconds: float, pause: Pause = time.sleep) -> list[int]:
    """Signal the processes, wait until they are gone, and return those that are still there afterwards."""
    for pid in pids:
        _signal(pid, how)
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_running(pid)]) and time.monotonic() < deadline:
        pause(0.02)
        reap()
    return left


def is_running(pid: int) -> bool:
    """True while the process exists and has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not is_zombie(pid)


def reap(known: Collection[int] = ()) -> None:
    """Collect ended children that nobody else waits for: orphans become ours because we are their subreaper.

    `known`: children whose owner collects them (their `Popen`); they are left alone.
    """
    if not hasattr(os, "waitid"):
        return
    for pid in _children():
        if pid not in known and is_zombie(pid):
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                continue


def _children() -> Iterator[int]:
    for pid in _pids():
        parent = _read(pid, "stat").rpartition(b")")[2].split()[1:2]
        if parent == [str(os.getpid()).encode()]:
            yield pid


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def _read(pid: int, name: str) -> bytes:
    """The content of one file about a process; empty when it is gone or not ours."""
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""


def _read_link(pid: int, name: str) -> str:
    try:
        return str((PROC / str(pid) / name).readlink())
    except OSError:
        return ""


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
    except (ProcessLookupError, PermissionError):
        return
