"""Our own PostgreSQL: who may come in, and what a kill leaves behind."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from assetry.platform.database.embedded.cluster import Cluster, embedded_cluster
from assetry.platform.database.embedded.roles import APPLICATION, OWNER, SUPERUSER
from assetry.platform.faults import DataFolderInUse, OtherMajorVersion, StartFailed
from assetry.platform.processes import orphans
from tests.platform.database.conftest import QUICK

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs to become somebody else")


def ask(cluster: Cluster, role: str, question: str) -> object:
    with psycopg.connect(cluster.url(role), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row
    return row[0]


def test_neither_role_is_a_superuser(started: Cluster) -> None:
    assert (
        ask(
            started,
            OWNER,
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = user",
        )
        is False
    )
    assert (
        ask(started, APPLICATION, "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = user")
        is False
    )


def test_the_owner_owns_the_database(started: Cluster) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert ask(started, OWNER, owner) == OWNER


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (n int)", "CREATE SCHEMA mine", "CREATE ROLE mine"])
def test_the_application_makes_nothing(started: Cluster, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(started, APPLICATION, statement)


def test_text_is_compared_by_code_point_in_utf_8(started: Cluster) -> None:
    query = "SELECT datlocprovider::text || ' ' || datlocale || ' ' || pg_encoding_to_char(encoding) FROM pg_database"
    assert ask(started, OWNER, f"{query} WHERE datname = current_database()") == "b C.UTF-8 UTF8"
    assert ask(started, OWNER, "SELECT lower('ÄÖÜ')") == "äöü"


def test_it_listens_on_no_port(started: Cluster) -> None:
    assert ask(started, SUPERUSER, "SHOW listen_addresses") == ""


def test_writes_reach_the_disk(folder: Path) -> None:
    cluster = embedded_cluster(folder)
    cluster.start()
    cluster.prepare()
    asked = [
        ask(cluster, SUPERUSER, f"SHOW {name}")
        for name in ("fsync", "synchronous_commit", "full_page_writes")
    ]
    cluster.stop()
    assert asked == ["on", "on", "on"]


def test_nobody_is_trusted(started: Cluster) -> None:
    rules = (started.folder.database / "pg_hba.conf").read_text()
    assert rules == "local all all peer map=assetry\n"


@as_root
def test_another_user_of_the_machine_gets_in_as_nobody(started: Cluster) -> None:
    started.folder.path.chmod(0o755)
    started.folder.socket.chmod(0o755)
    for path in started.folder.socket.iterdir():
        path.chmod(0o777)
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os._exit(_refused(started))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3


def _refused(cluster: Cluster) -> int:
    """3 when every role turns us away by name."""
    refused = 0
    for role in (OWNER, APPLICATION, SUPERUSER):
        try:
            psycopg.connect(cluster.url(role)).close()
        except psycopg.OperationalError as error:
            refused += "Peer authentication failed" in str(error)
    return refused


@as_root
def test_a_plain_user_starts_one_too(folder: Path) -> None:
    os.chown(folder, 65534, 65534)
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os._exit(_start_and_ask(folder))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (folder / "postgres").stat().st_uid == 65534


def _start_and_ask(folder: Path) -> int:
    cluster = embedded_cluster(folder, os.environ, QUICK)
    cluster.start()
    cluster.prepare()
    answered = ask(cluster, APPLICATION, "SELECT user::text")
    cluster.stop()
    return int(answered != APPLICATION)


def test_a_first_start_that_was_cut_short_is_begun_anew(cluster: Cluster) -> None:
    (cluster.folder.path / "postgres.new").mkdir()
    (cluster.folder.path / "postgres.new" / "half").touch()
    cluster.start()
    assert not (cluster.folder.path / "postgres.new").exists()
    assert (cluster.folder.database / "PG_VERSION").exists()


def test_another_major_version_is_refused_untouched(started: Cluster) -> None:
    started.stop()
    version = started.folder.database / "PG_VERSION"
    version.write_text("17\n")
    before = sorted((path, path.stat().st_mtime_ns) for path in started.folder.database.rglob("*"))
    with pytest.raises(OtherMajorVersion):
        started.start()
    assert sorted((path, path.stat().st_mtime_ns) for path in started.folder.database.rglob("*")) == before


def kill(cluster: Cluster) -> None:
    assert cluster.process
    cluster.process.kill()
    cluster.process.wait()


def test_a_killed_server_leaves_orphans_that_the_sweep_ends(started: Cluster) -> None:
    connection = psycopg.connect(started.url(APPLICATION))
    kill(started)
    connection.close()
    started.sweep()
    assert orphans.with_folder(started.folder.database, "postgres") == []
    started.start()
    assert ask(started, APPLICATION, "SELECT 1") == 1


def test_what_an_earlier_supervisor_left_is_taken_over(started: Cluster) -> None:
    left_behind = started.process
    assert left_behind
    again = embedded_cluster(started.folder.path, os.environ, QUICK)
    again.take_over()
    assert left_behind.wait(5) == 0
    again.start()
    assert ask(again, APPLICATION, "SELECT 1") == 1
    again.stop()


def test_a_server_that_somebody_else_started_is_named(started: Cluster) -> None:
    other = embedded_cluster(started.folder.path, os.environ, QUICK)
    with pytest.raises(DataFolderInUse):
        other.start()
    assert ask(started, APPLICATION, "SELECT 1") == 1


def test_a_reason_for_not_starting_is_handed_on(folder: Path) -> None:
    cluster = embedded_cluster(folder, os.environ, {"max_connections": "0"})
    with pytest.raises(StartFailed, match="max_connections"):
        cluster.start()


def test_a_server_for_a_while_ends_when_its_starter_is_killed(folder: Path) -> None:
    child = os.fork()
    if child == 0:
        embedded_cluster(folder, os.environ, QUICK, ends_with_us=True).start()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    left = orphans.with_folder(folder / "postgres", "postgres")
    assert orphans.stop(left, signal.SIGCONT, 30) == []


def test_a_long_recovery_is_told(started: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assetry.platform.database.embedded.cluster.SAY_RECOVERING_AFTER", -1.0)
    kill(started)
    started.sweep()
    said: list[str] = []
    started.start(say=said.append)
    assert said == ["The database is recovering what was written before the last stop…"]
