"""From a fresh clone to the first page, and the start after that, on warm package caches."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from assetry.platform.processes import orphans
from bench.database import Bench
from bench.metering import descendants, pss_mb, tree_seconds
from bench.results import Result
from bench.serving import ROOT, free_port, page_is_there, variables

OPERATIONS = ("first_start", "second_start")
LIMIT_SECONDS = 300


def run(bench: Bench) -> Iterator[Result]:
    """Clone what is committed, `make run` twice; memory is the PSS of our processes without PostgreSQL."""
    clone, data = bench.folder / "clone", bench.folder / "clone-data"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    data.mkdir(mode=0o755)
    try:
        for operation in OPERATIONS:
            yield _start(operation, clone, data)
    finally:
        shutil.rmtree(clone, ignore_errors=True)


def _start(operation: str, clone: Path, data: Path) -> Result:
    port = free_port()
    started = time.perf_counter()
    said = clone.parent / f"{operation}.log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=variables(data, port),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_for_first_page(process, port, said)
        seconds = time.perf_counter() - started
        cpu = tree_seconds(process.pid)
        ours = [process.pid, *descendants(process.pid)]
        return Result(
            operation=operation,
            rows=0,
            seconds=round(seconds, 2),
            cpu_seconds=round(cpu, 2),
            memory_mb=pss_mb(set(ours) - set(orphans.with_program("postgres"))),
        )
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _wait_for_first_page(process: "subprocess.Popen[bytes]", port: int, said: Path) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not page_is_there(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(
                f"make run served no page (exit code {process.returncode}):\n{said.read_text()}"
            )
        time.sleep(0.05)
