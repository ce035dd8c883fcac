"""A full disk, made small for the purpose: refused at the start, survived while running."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import SUPERUSER, role_url
from assetry.platform.faults import DiskFull
from tests.support.running import Running, free_port, run

pytestmark = [
    pytest.mark.xdist_group("up"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk"),
]


@pytest.fixture
def small_disk(empty_dir: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file system of its own with the megabytes of the test's parameter."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={request.param}m", "none", empty_dir], check=True)
    yield empty_dir
    subprocess.run(["umount", "--lazy", empty_dir], check=True)


@pytest.mark.parametrize("small_disk", [32], indirect=True)
def test_a_start_without_room_is_refused(small_disk: Path) -> None:
    ended = run("up", data_dir=small_disk, port=free_port())
    assert ended.returncode == DiskFull.exit_code
    assert f"The disk that holds {small_disk} is full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (small_disk / "postgres").exists()


@pytest.mark.parametrize("small_disk", [72], indirect=True)
def test_a_first_start_that_runs_out_of_room_leaves_nothing_half_made(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 6 * 1024 * 1024)
    ended = run("up", data_dir=small_disk, port=free_port())
    assert ended.returncode == DiskFull.exit_code
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("small_disk", [400], indirect=True)
def test_a_disk_that_fills_up_ends_it_and_loses_nothing(small_disk: Path, first_started: Path) -> None:
    subprocess.run(["cp", "-a", f"{first_started}/.", small_disk], check=True)
    ballast = small_disk / "ballast"
    acknowledged = 0
    with Running(small_disk) as running:
        with psycopg.connect(role_url(DataFolder(small_disk).socket, SUPERUSER), autocommit=True) as connection:
            connection.execute("CREATE TABLE written (number int)")
            with ballast.open("wb") as file:
                file.write(b"x" * shutil.disk_usage(small_disk).free)
            with pytest.raises(psycopg.OperationalError):
                for number in range(1000):
                    connection.execute("INSERT INTO written VALUES (%s)", [number])
                    acknowledged = number + 1
                    connection.execute("SELECT pg_switch_wal()")
        ended = running.process.wait(60)
        said = running.stop()
    assert ended == DiskFull.exit_code, said
    assert "Traceback" not in said
    ballast.unlink()
    with Running(small_disk), psycopg.connect(role_url(DataFolder(small_disk).socket, SUPERUSER)) as connection:
        assert connection.execute("SELECT count(DISTINCT number) FROM written").fetchone() == (acknowledged,)
