"""Measures a page and its floor: the same server program, one process and one thread, one client after the other."""

import html
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.database import Bench
from bench.datasets import Register
from bench.metering import Meter, descendants, pss_mb
from bench.results import Result, compared

WARM_UP, REQUESTS = 30, 200
# Ours and the floor take so many turns.
TURNS = 5
START_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class PageBench:
    """`parts` finds, in the page and in the floor's answer, what has to be the same words.

    `scope`: as whom it is read, of `bench.accounts.SCOPES` ("": the administrator). `backward`: the page's statement
    reads its rows last one first.
    """

    operation: str
    path: str
    floor: str
    parts: re.Pattern[str]
    scope: str = ""
    backward: bool = False
    requests: int = REQUESTS

    def measure(self, bench: Bench, register: Register) -> Result:
        """Both in turns, on the same rows in the same state: what else the machine does falls on both alike."""
        session = register.sessions[self.scope] if self.scope else register.session
        statements = self._statements(register, session)
        listed = bench.folder / f"{self.operation}-{register.rows}.json"
        listed.write_text(json.dumps(statements))
        given = {**register.environment, "BENCH_STATEMENTS": str(listed), "BENCH_DATABASE": register.url}
        given["BENCH_BACKWARD"] = "1" if self.backward else ""
        ours, floor = Meter(), Meter()
        with (
            served("assetry.config.wsgi:application", given) as (pid, port),
            served(f"{self.floor}:application", given) as (floor_pid, floor_port),
        ):
            for number in range(-1, TURNS):
                page = self._turn(bench, ours, pid, port, session, is_warm=number >= 0)
                least = self._turn(bench, floor, floor_pid, floor_port, session, is_warm=number >= 0)
            memory = pss_mb([pid, *descendants(pid)])
        return compared(
            self.operation,
            rows=register.rows,
            ours=ours,
            floor=floor,
            checksum_equal=self.words(page) == self.words(least) != "",
            sql_statements=len(statements),
            memory_mb=memory,
        )

    def words(self, text: str) -> str:
        """What a person reads in the parts."""
        main = re.search(r"<main.*?</main>", text, re.DOTALL)
        found = " ".join(match.group() for match in self.parts.finditer(main.group() if main else text))
        drawn = re.sub(
            r"<span [^>]*aria-hidden=\"true\">[^<]*</span>", " ", found
        )  # initials in their circle
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", drawn)).split())

    def _statements(self, register: Register, session: str) -> list[str]:
        command = [sys.executable, "-m", "bench.capture", self.path, session]
        captured = subprocess.run(command, env=register.environment, check=True, stdout=subprocess.PIPE)
        found: list[str] = json.loads(captured.stdout)
        return found

    def _turn(self, bench: Bench, total: Meter, pid: int, port: int, session: str, *, is_warm: bool) -> str:
        """The answer; the first turn warms up and is not counted."""
        if not is_warm:
            return _fetch(port, self.path, session, WARM_UP)
        with Meter(bench.database, processes=(pid,)) as meter:
            answered = _fetch(port, self.path, session, self.requests // TURNS)
        total.add(meter)
        return answered


@contextmanager
def served(application: str, environment: Mapping[str, str], threads: int = 1) -> Iterator[tuple[int, int]]:
    """Granian on a free port: its first process and the port, once it answers."""
    port = _free_port()
    options = [
        "--workers",
        "1",
        "--blocking-threads",
        str(threads),
        "--workers-kill-timeout",
        "2s",
        "--log-level",
        "error",
    ]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--no-ws",
        "--port",
        str(port),
        *options,
        application,
    ]
    process = subprocess.Popen(command, env=dict(environment), cwd=Path(__file__).resolve().parents[1])
    try:
        _wait(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(30)


def _fetch(port: int, path: str, session: str, count: int) -> str:
    command = [sys.executable, "-m", "bench.fetch", str(port), path, session, str(count)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server ended with {process.returncode} before it answered.")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
