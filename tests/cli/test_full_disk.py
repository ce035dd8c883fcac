"""A full disk, made small for the purpose: refused at the start, survived while running."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assetry.platform.database.embedded.cluster import embedded_cluster
from assetry.platform.database.embedded.roles import APPLICATION, OWNER, SUPERUSER
from assetry.platform.faults import DiskFull
from tests.support.running import Running, free_port, run

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk"),
]


@pytest.fixture
def small_disk(empty_dir: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file system of its own with the megabytes of the test's parameter."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={request.param}m", "none", empty_dir], check=True)
    yield empty_dir
    subprocess.run(["umount", "--lazy", empty_dir], check=True)


def fill(disk: Path) -> Path:
    """Leave no room at all; returns the file to delete for making some."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.write(b"x" * shutil.disk_usage(disk).free)
    return ballast


@pytest.mark.parametrize("small_disk", [100], indirect=True)
def test_a_first_start_without_room_is_refused(small_disk: Path) -> None:
    ended = run("up", data_dir=small_disk, port=free_port())
    assert ended.returncode == DiskFull.exit_code
    assert f"The disk that holds {small_disk} is full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (small_disk / "postgres").exists()


@pytest.mark.parametrize("small_disk", [150], indirect=True)
def test_a_database_that_could_not_be_made_leaves_nothing_half_made(small_disk: Path) -> None:
    cluster = embedded_cluster(small_disk)
    fill(small_disk)
    with pytest.raises(DiskFull):
        cluster.start()
    assert [path.name for path in small_disk.iterdir() if path.name.startswith("postgres")] == []


@pytest.mark.parametrize("small_disk", [150], indirect=True)
def test_migrations_that_run_out_of_room_say_so(small_disk: Path) -> None:
    cluster = embedded_cluster(small_disk)
    cluster.start()
    cluster.prepare()
    fill(small_disk)
    urls = {"DATABASE_URL": cluster.url(APPLICATION), "ASSETRY_OWNER_DATABASE_URL": cluster.url(OWNER)}
    ended = run("migrate", data_dir=small_disk, extra=urls)
    cluster.stop()
    assert ended.returncode == DiskFull.exit_code
    assert "No space left on device" in ended.stderr
    assert "Traceback" not in ended.stderr


def write_until_it_breaks(connection: psycopg.Connection, acknowledged: list[int]) -> None:
    """Each number is followed by a new piece of log, for which the disk has no room."""
    for number in range(1, 100):
        connection.execute("INSERT INTO written VALUES (%s)", [number])
        acknowledged.append(number)
        connection.execute("SELECT pg_switch_wal()")


@pytest.mark.parametrize("small_disk", [400], indirect=True)
def test_a_disk_that_fills_up_is_waited_out_and_loses_nothing(small_disk: Path, first_started: Path) -> None:
    subprocess.run(["cp", "-a", f"{first_started}/.", small_disk], check=True)
    acknowledged = [0]
    url = embedded_cluster(small_disk).url(SUPERUSER)
    with Running(small_disk) as running:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE written (number int); INSERT INTO written VALUES (0); CHECKPOINT"
            )
            ballast = fill(small_disk)
            with pytest.raises(psycopg.OperationalError):
                write_until_it_breaks(connection, acknowledged)
        running.wait_until_said(f"The disk that holds {small_disk} is full")
        ballast.unlink()
        running.wait_until_said("The database is back.")
        with psycopg.connect(url) as connection:
            rows = connection.execute("SELECT number FROM written ORDER BY 1").fetchall()
        assert running.process.poll() is None
        assert "Traceback" not in running.said()
    assert [number for (number,) in rows][: len(acknowledged)] == acknowledged
