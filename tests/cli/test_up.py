"""`assetry up`: what starts, what stops, and what comes back after a kill."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from assetry.cli.support.database import started
from assetry.platform.database.embedded.cluster import embedded_cluster
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import OWNER, role_url
from assetry.platform.processes import orphans
from tests.cli.conftest import copied
from tests.support.running import LONG_ENOUGH, Running, run


@pytest.fixture(scope="module")
def running(first_started: Path, make_folder: Callable[[], Path]) -> Iterator[Running]:
    """One for all tests that leave it as they found it: served."""
    with Running(copied(first_started, make_folder())) as it:
        yield it


def url(data_dir: Path, role: str = OWNER) -> str:
    return role_url(DataFolder(data_dir).socket, role)


def write_one_by_one(data_dir: Path, acknowledged: list[int]) -> None:
    """Insert numbers, each in its own transaction, until the connection breaks."""
    try:
        with psycopg.connect(url(data_dir), autocommit=True) as connection:
            connection.execute("DROP TABLE IF EXISTS written; CREATE TABLE written (number int PRIMARY KEY)")
            for number in range(10_000_000):
                connection.execute("INSERT INTO written VALUES (%s)", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        return


def numbers_written(data_dir: Path) -> set[int]:
    with psycopg.connect(url(data_dir)) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM written").fetchall()}


@contextmanager
def writing(data_dir: Path) -> Iterator[list[int]]:
    """The numbers that the database has acknowledged so far, growing until it is killed."""
    acknowledged: list[int] = []
    thread = threading.Thread(target=write_one_by_one, args=[data_dir, acknowledged])
    thread.start()
    wait_for(lambda: len(acknowledged) > 500)
    yield acknowledged
    thread.join(timeout=LONG_ENOUGH)


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + LONG_ENOUGH
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.soak)])
def test_it_says_where_it_is_and_stops_without_a_trace(data_dir: Path, number: signal.Signals) -> None:
    with Running(data_dir) as own:
        processes = [*own.tree(), *own.postgres()]
        own.process.send_signal(number)
        said = own.stop()
    assert own.process.returncode == 0
    assert f"Assetry is ready: http://127.0.0.1:{own.port}" in said
    assert "Traceback" not in said
    assert len(processes) > 5
    assert [pid for pid in processes if orphans.is_running(pid)] == []


def test_what_was_written_is_there_after_the_next_start(data_dir: Path) -> None:
    with started(embedded_cluster(data_dir)), psycopg.connect(url(data_dir)) as connection:
        connection.execute("CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)")
    with Running(data_dir), psycopg.connect(url(data_dir)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_the_web_server_knows_the_application_role_alone(running: Running) -> None:
    """The worker knows the owner too: it builds the indexes of custom fields."""
    environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in running.named("granian")]
    assert len(environments) >= 2
    assert [text for text in environments if b"assetry_owner" in text] == []


def test_secrets_are_closed_to_others(running: Running) -> None:
    assert (running.data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
    assert running.data_dir.stat().st_mode & 0o007 == 0
    assert DataFolder(running.data_dir).socket.stat().st_mode & 0o077 == 0


def test_a_command_uses_the_database_that_runs(running: Running) -> None:
    ended = run("migrate", data_dir=running.data_dir)
    assert (ended.returncode, ended.stdout) == (0, "The database is in step.\n")
    assert running.answers()


def test_a_killed_web_server_comes_back(running: Running) -> None:
    before = running.named("granian")
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not set(before) & set(running.named("granian")))
    wait_for(running.answers)


def test_a_killed_worker_comes_back(running: Running) -> None:
    wait_for(lambda: running.named("assetry.cli.main"))
    (before,) = running.named("assetry.cli.main")
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: [pid for pid in running.named("assetry.cli.main") if pid != before])


def test_a_killed_database_comes_back_with_everything_acknowledged(running: Running) -> None:
    before = running.postmaster()
    with writing(running.data_dir) as acknowledged:
        os.kill(before, signal.SIGKILL)
    wait_for(lambda: numbers_written_or_none(running.data_dir))
    assert set(acknowledged) - numbers_written(running.data_dir) == set()
    wait_for(running.answers)


def test_after_a_killed_supervisor_the_next_start_takes_over(data_dir: Path) -> None:
    with Running(data_dir) as own, writing(data_dir) as acknowledged:
        left_behind = own.tree()
        own.kill()
        with Running(data_dir, port=own.port) as again:
            wait_for(lambda: not set(left_behind) & set(again.tree()))
            again.wait_until_served()
            assert set(acknowledged) - numbers_written(data_dir) == set()
        assert [*again.tree(), *again.postgres()] == []


def test_after_everything_was_killed_at_once_the_next_start_has_everything(data_dir: Path) -> None:
    with Running(data_dir) as own, writing(data_dir) as acknowledged:
        for pid in [own.process.pid, own.postmaster(), *own.tree()]:
            os.kill(pid, signal.SIGKILL)
        own.process.wait()
        with Running(data_dir):
            assert set(acknowledged) - numbers_written(data_dir) == set()


def numbers_written_or_none(data_dir: Path) -> set[int]:
    try:
        return numbers_written(data_dir)
    except psycopg.OperationalError:
        return set()
