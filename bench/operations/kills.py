"""How long Assetry is away after a kill -9, with up to 256 MB of log to replay; nothing acknowledged may be missing."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import OWNER, role_url
from assetry.platform.processes import orphans
from bench.database import Bench
from bench.results import Result
from bench.serving import free_port, page_is_there, variables

OPERATIONS = ("recover_server", "recover_database", "recover_supervisor")
LIMIT_SECONDS = 120.0
ROWS = 400_000


def run(bench: Bench) -> Iterator[Result]:
    """Kill one after the other; `seconds` is from the kill until a page and every row written before are there."""
    data, port = bench.folder / "killed-data", free_port()
    with _up(data, port) as (supervisor, start):
        _wait(lambda: page_is_there(port))
        yield _recovered("recover_server", data, port, lambda: _kill(_web(data)))
        yield _recovered("recover_database", data, port, lambda: _kill([_postmaster(data)]))

        def kill_and_start() -> None:
            left_behind = _web(data)
            supervisor.kill()
            supervisor.wait()
            start()
            _wait(lambda: not set(left_behind) & set(_web(data)))

        yield _recovered("recover_supervisor", data, port, kill_and_start)


def _recovered(operation: str, data: Path, port: int, kill: Callable[[], None]) -> Result:
    written = _write(data)
    started = time.perf_counter()
    kill()
    _wait(lambda: _rows(data) is not None and page_is_there(port))
    seconds = time.perf_counter() - started
    same = _rows(data) == written
    return Result(
        operation=operation, rows=written, seconds=round(seconds, 2), cpu_seconds=0.0, checksum_equal=same
    )


@contextlib.contextmanager
def _up(data: Path, port: int) -> Iterator[tuple["subprocess.Popen[bytes]", Callable[[], None]]]:
    """`assetry up`, and how to start it again."""
    processes: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = [sys.executable, "-m", "assetry.cli.main", "up"]
        processes.append(subprocess.Popen(command, env=variables(data, port), stdout=subprocess.DEVNULL))

    start()
    try:
        yield processes[0], start
    finally:
        processes[-1].send_signal(signal.SIGTERM)
        processes[-1].wait(60)


def _write(data: Path) -> int:
    """Rows in transactions of their own thousand, about 100 MB of log; returns how many were acknowledged."""
    with psycopg.connect(_url(data), autocommit=True) as connection:
        connection.execute(
            "DROP TABLE IF EXISTS written; CREATE TABLE written (number int PRIMARY KEY, filling text)"
        )
        for first in range(0, ROWS, 1000):
            connection.execute(
                "INSERT INTO written SELECT n, md5(n::text) || md5(n::text) FROM generate_series(%s::int, %s::int) n",
                [first, first + 999],
            )
    return ROWS


def _rows(data: Path) -> int | None:
    try:
        with psycopg.connect(_url(data)) as connection:
            row = connection.execute("SELECT count(*) FROM written").fetchone()
            return int(row[0]) if row else None
    except psycopg.OperationalError:
        return None


def _url(data: Path) -> str:
    return role_url(DataFolder(data).socket, OWNER)


def _web(data: Path) -> list[int]:
    marked = orphans.with_mark("ASSETRY_SUPERVISED", str(data))
    return [pid for pid in marked if "granian" in Path(f"/proc/{pid}/cmdline").read_text()]


def _postmaster(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def _kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def _wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("it did not come back")
        time.sleep(0.05)
