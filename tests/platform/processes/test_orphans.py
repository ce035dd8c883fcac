"""Finding and ending what an earlier tree left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetry.platform.processes import orphans

SLEEP = [sys.executable, "-c", "import time; print('!', flush=True); time.sleep(60)"]


def wait_for_its_word(process: "subprocess.Popen[bytes]") -> None:
    """It prints a line when it is ready."""
    assert process.stdout
    process.stdout.readline()


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that stands in the test's folder and carries a mark."""
    with subprocess.Popen(
        SLEEP, cwd=tmp_path, env={"MARK": str(tmp_path)}, stdout=subprocess.PIPE
    ) as process:
        wait_for_its_word(process)
        yield process
        process.kill()


def test_a_marked_process_is_found(sleeper: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    assert orphans.with_mark("MARK", str(tmp_path)) == [sleeper.pid]
    assert orphans.with_mark("MARK", str(tmp_path / "other")) == []


def test_a_process_is_found_by_program_and_folder(sleeper: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    program = Path(f"/proc/{sleeper.pid}/exe").readlink().name
    assert orphans.with_folder(tmp_path, program) == [sleeper.pid]


def test_another_program_that_stands_in_the_folder_is_left_alone(
    sleeper: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    assert orphans.with_folder(tmp_path, "postgres") == []


def test_stopping_waits_for_the_end(sleeper: "subprocess.Popen[bytes]") -> None:
    assert orphans.stop([sleeper.pid], signal.SIGKILL, 5) == []


def test_what_does_not_stop_is_returned() -> None:
    deaf = [
        sys.executable,
        "-c",
        "import signal,time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
    ]
    with subprocess.Popen(deaf, stdout=subprocess.PIPE) as process:
        wait_for_its_word(process)
        assert orphans.stop([process.pid], signal.SIGTERM, 0.1) == [process.pid]
        process.kill()


def test_a_zombie_is_not_running() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    while not orphans.is_zombie(process.pid):
        time.sleep(0.01)
    assert not orphans.is_running(process.pid)
    process.wait()


def test_reaping_leaves_alone_whom_somebody_else_waits_for() -> None:
    ours = os.fork()
    if ours == 0:
        os._exit(0)
    known = subprocess.Popen([sys.executable, "-c", "import sys; sys.exit(7)"])
    while not (orphans.is_zombie(ours) and orphans.is_zombie(known.pid)):
        time.sleep(0.01)
    orphans.reap({known.pid})
    assert not Path(f"/proc/{ours}").exists()
    assert known.wait() == 7
