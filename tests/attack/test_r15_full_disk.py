"""R4, R9, R15, R16: while the disk is full everybody is told so, in words; once there is room all goes on by itself.

Fifty times, in `make soak` (ASSETRY_FILLS sets another number), while assets are handed out and back,
imports run, files are attached and the trail is sealed, with a command of the terminal in turn while it is full.
"""

import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assetry.platform.backups.faults import BackupFailed
from assetry.platform.faults import DatabaseDown, DiskFull
from tests.cli.conftest import copied, first_started, make_folder  # noqa: F401 - fixtures
from tests.support.kill_clients import Custodian
from tests.support.kill_proof import clients_of, everything_is_right, in_world
from tests.support.running import LONG_ENOUGH, Running, run

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk"),
]

MEGABYTES, ROWS, SEED = 500, 400, 20261125
COMMANDS = (("backup",), ("audit", "seal"))
REFUSED = {DiskFull.exit_code, DatabaseDown.exit_code, BackupFailed.exit_code}


@pytest.fixture
def small_disk(first_started: Path, make_folder: Callable[[], Path]) -> Iterator[Path]:  # noqa: F811
    """A data folder on a file system of its own."""
    disk = make_folder()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", disk], check=True)
    yield copied(first_started, disk)
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> Path:
    """Leave no room at all, whoever writes meanwhile; returns the file to delete for making some."""
    ballast = disk / "ballast"
    for piece in (1_000_000, 4096):
        with ballast.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(b"x" * piece) == piece:
                pass
    return ballast


def is_told(running: Running, words: tuple[str, ...]) -> None:
    """A command ends with a sentence: done, or refused."""
    ended = run(*words, data_dir=running.data_dir, port=running.port)
    assert ended.returncode in {0, *REFUSED}, ended.stderr
    assert "Traceback" not in ended.stderr, ended.stderr


def goes_on(running: Running, custodians: list[Custodian]) -> None:
    """Everybody is answered again, by the same Assetry."""
    seen = [custodian.answered for custodian in custodians]
    deadline = time.monotonic() + LONG_ENOUGH
    while any(custodian.answered <= before for custodian, before in zip(custodians, seen, strict=True)):
        assert running.process.poll() is None, running.said()
        assert [custodian.error for custodian in custodians if custodian.error] == []
        assert time.monotonic() < deadline, running.said()
        time.sleep(0.05)


def tracebacks(said: str) -> list[str]:
    """What was raised where nobody expected it, each with the lines around it."""
    lines = said.splitlines()
    found = [number for number, line in enumerate(lines) if "Traceback" in line]
    return ["\n".join(lines[max(number - 2, 0) : number + 60]) for number in found[:3]]


def survive(disk: Path, fills: int) -> None:
    """Let everybody work while the disk is filled and freed again and again; then look at everything."""
    chance, imports = random.Random(SEED), max(2, fills // 5)
    with Running(disk) as running:
        custodians, uploader = clients_of(running, in_world(running, "seed", str(imports), str(ROWS)))
        for client in (*custodians, uploader):
            client.start()
        for turn in range(fills):
            time.sleep(chance.uniform(0.05, 0.6))
            ballast = fill(disk)
            is_told(running, COMMANDS[turn % len(COMMANDS)])
            ballast.unlink()
            goes_on(running, custodians)
        for client in (*custodians, uploader):
            client.finish()
        everything_is_right(running, custodians, uploader, imports * ROWS)
        assert tracebacks(running.said()) == []


@pytest.mark.soak
def test_r15_a_disk_that_is_full_fifty_times_loses_nothing(small_disk: Path) -> None:
    survive(small_disk, int(os.environ.get("ASSETRY_FILLS", "50")))
