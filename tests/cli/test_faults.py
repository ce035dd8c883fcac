"""Whatever keeps Assetry from starting is a sentence and an exit code, and damages nothing."""

import os
import secrets
import socket
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from assetry.cli import up
from assetry.cli.support.database import require_answer
from assetry.platform import faults
from assetry.platform.database.embedded.folder import DataFolder, Holder
from assetry.platform.database.embedded.roles import OWNER, role_url
from tests.support.running import Running, free_port, run
from tests.support.server import database_name


def test_a_second_start_on_the_same_folder_is_refused(data_dir: Path) -> None:
    with Running(data_dir) as first:
        second = run("up", data_dir=data_dir, port=free_port())
        assert second.returncode == faults.DataFolderInUse.exit_code
        assert f"already runs on {data_dir} (process {first.process.pid})" in second.stderr
        assert "Traceback" not in second.stderr
        assert first.answers()


def test_a_start_waits_for_a_command_that_still_works_on_the_folder(data_dir: Path) -> None:
    starting = Running(data_dir)
    with DataFolder(data_dir).locked(Holder.COMMAND):
        starting.start()
        starting.wait_until_said(f"A command still works on {data_dir}; waiting for its end.")
        assert starting.process.poll() is None
    with closing(starting):
        starting.wait_until_served()


def test_a_start_that_waits_for_a_command_can_be_stopped(data_dir: Path) -> None:
    with DataFolder(data_dir).locked(Holder.COMMAND), closing(Running(data_dir)) as starting:
        starting.start()
        starting.wait_until_said("waiting for its end")
        starting.stop()
        assert starting.process.returncode == 0


def test_a_start_does_not_wait_for_ever(empty_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "COMMAND_SECONDS", 0.01)
    paused: list[float] = []
    with (
        DataFolder(empty_dir).locked(Holder.COMMAND),
        pytest.raises(faults.DataFolderInUse),
        up.owned(DataFolder(empty_dir), paused.append),
    ):
        pass
    assert paused


def test_nobody_waits_for_a_running_assetry(empty_dir: Path) -> None:
    paused: list[float] = []
    with (
        DataFolder(empty_dir).locked(Holder.UP),
        pytest.raises(faults.DataFolderInUse),
        up.owned(DataFolder(empty_dir), paused.append),
    ):
        pass
    assert paused == []


def test_a_port_in_use_is_named(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = run("up", data_dir=data_dir, port=port)
    assert ended.returncode == faults.PortInUse.exit_code
    assert f"Port {port} is in use" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_data_of_another_major_version_is_left_alone(data_dir: Path) -> None:
    version = data_dir / "postgres" / "PG_VERSION"
    before = version.read_text()
    for major in ("17", "19"):
        version.write_text(f"{major}\n")
        ended = run("up", data_dir=data_dir, port=free_port())
        assert ended.returncode == faults.OtherMajorVersion.exit_code
        assert f"was written by PostgreSQL {major}" in ended.stderr
        assert "Traceback" not in ended.stderr
    version.write_text(before)
    with Running(data_dir) as running:
        assert running.answers()


@pytest.mark.parametrize("content", ["", "\n", "eighteen"])
def test_data_that_does_not_say_its_version_is_left_alone(data_dir: Path, content: str) -> None:
    version = data_dir / "postgres" / "PG_VERSION"
    before = version.read_text()
    version.write_text(content)
    ended = run("up", data_dir=data_dir, port=free_port())
    version.write_text(before)
    assert ended.returncode == faults.StartFailed.exit_code
    assert f"{version} does not say which PostgreSQL wrote this data" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_data_that_a_newer_version_migrated_is_refused(data_dir: Path) -> None:
    with Running(data_dir), psycopg.connect(role_url(DataFolder(data_dir).socket, OWNER)) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('assets', '9999_from_the_future', now())"
        )
    for words in (["up"], ["export", "--user", "priya@example.com"]):
        ended = run(*words, data_dir=data_dir, port=free_port())
        assert ended.returncode == faults.UnknownMigrations.exit_code
        assert "migrated by a newer Assetry (it has assets.9999_from_the_future)" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [("up",), ("migrate",), ("worker",)])
def test_an_outside_database_that_is_down_is_named(empty_dir: Path, words: tuple[str, ...]) -> None:
    url = f"postgresql://someone:hidden@127.0.0.1:{free_port()}/register"
    ended = run(*words, data_dir=empty_dir, port=free_port(), extra={"DATABASE_URL": url})
    assert ended.returncode == faults.DatabaseDown.exit_code
    assert "The database register at 127.0.0.1 does not answer" in ended.stderr
    assert "failed: Connection refused)" in ended.stderr
    assert "\t" not in ended.stderr
    assert "hidden" not in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as another user")
def test_a_folder_that_the_databases_user_cannot_reach_is_named(empty_dir: Path) -> None:
    below = empty_dir / "below"
    ended = run("up", data_dir=below, port=free_port())
    assert ended.returncode == faults.DataFolderUnusable.exit_code
    assert f"the user assetry, who runs PostgreSQL, may not enter {empty_dir}" in ended.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could use what belongs to another")
@pytest.mark.parametrize("words", [["restore", "a.zip"], ["doctor"]])
def test_root_is_told_whose_data_it_is(empty_dir: Path, words: list[str]) -> None:
    (empty_dir / "secret_key").write_text(secrets.token_urlsafe(50))
    os.chown(empty_dir, 65534, 65534)
    ended = run(*words, data_dir=empty_dir, port=free_port())
    assert ended.returncode == faults.DataFolderUnusable.exit_code
    assert "belongs to the user nobody" in ended.stderr
    assert sorted(one.name for one in empty_dir.iterdir()) == ["secret_key"]


def test_a_data_folder_that_is_a_file_is_named(empty_dir: Path) -> None:
    file = empty_dir / "file"
    file.touch()
    ended = run("up", data_dir=file, port=free_port())
    assert ended.returncode == faults.DataFolderUnusable.exit_code
    assert f"The data folder {file} cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("ASSETRY_PORT", "many", "Give a port between 1 and 65535"),
        ("ASSETRY_LOG_LEVEL", "loud", "Give DEBUG, INFO, WARNING or ERROR"),
        ("ASSETRY_BIND", "192.0.2.1", "cannot listen on 192.0.2.1"),
        ("DATABASE_URL", "mysql://localhost/register", "must start with postgresql://"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    empty_dir: Path, variable: str, value: str, words: str
) -> None:
    ended = run("up", data_dir=empty_dir, port=free_port(), extra={variable: value})
    assert ended.returncode == faults.ConfigurationError.exit_code
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_application_that_answers_with_errors_alone_is_no_start(data_dir: Path) -> None:
    settings = "tests.support.broken_settings"
    ended = run("up", data_dir=data_dir, port=free_port(), extra={"DJANGO_SETTINGS_MODULE": settings})
    assert ended.returncode == faults.StartFailed.exit_code
    assert "The web server answers with an error (500)" in ended.stderr


def test_an_outside_database_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assetry.cli.support.database.OLDEST_SERVER", 99)
    with pytest.raises(faults.OtherMajorVersion, match="Assetry needs 99 or newer"):
        require_answer(os.environ["DATABASE_URL"].replace(database_name(), "postgres"))


def test_programs_that_are_not_there_are_named(empty_dir: Path) -> None:
    ended = run("up", data_dir=empty_dir, port=free_port(), extra={"ASSETRY_PG_BINDIR": "/nowhere"})
    assert ended.returncode == faults.PostgresMissing.exit_code
    assert "ASSETRY_PG_BINDIR is /nowhere" in ended.stderr
