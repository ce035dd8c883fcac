"""`assetry up`: what starts, what stops, and what comes back after a kill."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import APPLICATION, OWNER, role_url
from tests.support.running import Running

pytestmark = pytest.mark.xdist_group("up")
WITHIN = 10.0


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    with Running(data_dir) as it:
        yield it


def url(data_dir: Path, role: str = OWNER) -> str:
    return role_url(DataFolder(data_dir).socket, role)


def write_one_by_one(data_dir: Path, acknowledged: list[int]) -> None:
    """Insert numbers, each in its own transaction, until the connection breaks."""
    try:
        with psycopg.connect(url(data_dir), autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS written (number int PRIMARY KEY)")
            for number in range(10_000_000):
                connection.execute("INSERT INTO written VALUES (%s)", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        return


def numbers_written(data_dir: Path) -> set[int]:
    with psycopg.connect(url(data_dir)) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM written").fetchall()}


@pytest.fixture
def writer(running: Running) -> Iterator[list[int]]:
    """The numbers that the database has acknowledged so far, growing while the test runs."""
    acknowledged: list[int] = []
    thread = threading.Thread(target=write_one_by_one, args=[running.data_dir, acknowledged])
    thread.start()
    while len(acknowledged) < 500:
        time.sleep(0.01)
    yield acknowledged
    thread.join(timeout=60)


def wait_for(condition: object, seconds: float = WITHIN) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_says_where_it_is_and_stops_without_a_trace(running: Running) -> None:
    processes = [*running.tree(), *running.postgres()]
    said = running.stop()
    assert running.process.returncode == 0
    assert f"Assetry is ready: http://127.0.0.1:{running.port}" in said
    assert "Traceback" not in said
    assert len(processes) > 5
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []


def test_ctrl_c_stops_it(running: Running) -> None:
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0


def test_the_next_start_keeps_the_data(data_dir: Path) -> None:
    with Running(data_dir), psycopg.connect(url(data_dir)) as connection:
        connection.execute("CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)")
    with Running(data_dir), psycopg.connect(url(data_dir)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_the_web_server_and_the_worker_know_the_application_role_alone(running: Running) -> None:
    environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in running.tree()]
    assert len(environments) >= 3
    assert [text for text in environments if b"assetry_owner" in text] == []


def test_the_application_role_may_not_change_the_schema(running: Running) -> None:
    with psycopg.connect(url(running.data_dir, APPLICATION)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (number int)")


def test_secrets_are_closed_to_others(running: Running) -> None:
    assert (running.data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert running.data_dir.stat().st_mode & 0o007 == 0
    assert DataFolder(running.data_dir).socket.stat().st_mode & 0o077 == 0


def test_a_killed_web_server_comes_back(running: Running) -> None:
    for pid in running.named("granian"):
        os.kill(pid, signal.SIGKILL)
    assert wait_for(running.answers)


def test_a_killed_worker_comes_back(running: Running) -> None:
    (before,) = running.named("assetry.cli.main")
    os.kill(before, signal.SIGKILL)
    assert wait_for(lambda: [pid for pid in running.named("assetry.cli.main") if pid != before])


def test_a_killed_database_comes_back_with_everything_acknowledged(
    running: Running, writer: list[int]
) -> None:
    os.kill(running.postmaster(), signal.SIGKILL)
    started = time.monotonic()
    assert wait_for(lambda: len(numbers_written_or_none(running.data_dir)) > 0)
    assert time.monotonic() - started < WITHIN
    assert set(writer) - numbers_written(running.data_dir) == set()
    assert wait_for(running.answers)


def test_after_a_killed_supervisor_the_next_start_takes_over(running: Running, writer: list[int]) -> None:
    left_behind = running.tree()
    running.kill()
    again = Running(running.data_dir, port=running.port)
    again.start()
    assert wait_for(lambda: not set(left_behind) & set(again.tree()))
    assert again.wait_until_served() < WITHIN
    assert set(writer) - numbers_written(running.data_dir) == set()
    again.stop()
    assert [*running.tree(), *running.postgres()] == []


def test_after_everything_was_killed_at_once_the_next_start_has_everything(
    running: Running, writer: list[int]
) -> None:
    everything = [running.process.pid, running.postmaster(), *running.tree()]
    for pid in everything:
        os.kill(pid, signal.SIGKILL)
    running.process.wait()
    with Running(running.data_dir) as again:
        assert set(writer) - numbers_written(again.data_dir) == set()


def numbers_written_or_none(data_dir: Path) -> set[int]:
    try:
        return numbers_written(data_dir)
    except psycopg.OperationalError:
        return set()
