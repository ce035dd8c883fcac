"""From a fresh clone to the first page, and the start after that, on warm package caches."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from assetry.platform.processes import orphans
from bench.database import Bench
from bench.metering import pss_mb, tree_seconds
from bench.results import Result

OPERATIONS = ("first_start", "second_start")
ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 300


def run(bench: Bench) -> Iterator[Result]:
    """Clone what is committed, `make run` twice; memory is the web server's and the worker's PSS."""
    clone, data = bench.folder / "clone", bench.folder / "clone-data"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    data.mkdir(mode=0o755)
    try:
        for operation in OPERATIONS:
            yield _start(operation, clone, data)
    finally:
        shutil.rmtree(clone, ignore_errors=True)


def _start(operation: str, clone: Path, data: Path) -> Result:
    port = _free_port()
    started = time.perf_counter()
    said = clone.parent / f"{operation}.log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=_environment(data, port),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_for_first_page(process, port, said)
        seconds = time.perf_counter() - started
        cpu = tree_seconds(process.pid)
        tree = orphans.with_mark("ASSETRY_SUPERVISED", str(data))
        return Result(
            operation=operation,
            rows=0,
            seconds=round(seconds, 2),
            cpu_seconds=round(cpu, 2),
            memory_mb=pss_mb(tree),
        )
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _environment(data: Path, port: int) -> dict[str, str]:
    """As a person's shell has it: nothing of this benchmark's own database or environment."""
    ours = re.compile(r"ASSETRY_|DATABASE_URL|DJANGO_|VIRTUAL_ENV|PYTHON|MAKE|MFLAGS")
    plain = {name: value for name, value in os.environ.items() if not ours.match(name)}
    path = os.pathsep.join(part for part in plain["PATH"].split(os.pathsep) if not part.startswith(str(ROOT)))
    return {**plain, "PATH": path, "ASSETRY_DATA_DIR": str(data), "ASSETRY_PORT": str(port)}


def _wait_for_first_page(process: "subprocess.Popen[bytes]", port: int, said: Path) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not _page_is_there(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(
                f"make run served no page (exit code {process.returncode}):\n{said.read_text()}"
            )
        time.sleep(0.05)


def _page_is_there(port: int) -> bool:
    """The sign-in page, to which the first request is led."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            return page.status == 200 and b"</html>" in page.read()
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
