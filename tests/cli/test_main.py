"""How the command finds its subcommands, helps, and what it does about faults."""

import subprocess
from pathlib import Path

import psycopg
import pytest
from django.db.utils import OperationalError, ProgrammingError

from assetry.cli import main as command
from assetry.cli.support.sign_in import SignIn, forget_sign_in, keep_sign_in, kept_sign_in
from assetry.kernel.refusals import NotFound
from assetry.platform.faults import DatabaseDown, DiskFull
from tests.support.running import run


def test_every_command_is_found_and_says_what_it_does(empty_dir: Path) -> None:
    helped = run("--help", data_dir=empty_dir)
    assert helped.returncode == 0
    for name in ("up", "migrate", "worker", "user", "demo", "import", "export", "token", "label"):
        (line,) = [line for line in helped.stdout.splitlines() if line.split()[:1] == [name]]
        assert len(line.split()) > 2


def test_an_unknown_command_is_wrong_usage(empty_dir: Path) -> None:
    ended = run("fly", data_dir=empty_dir)
    assert ended.returncode == 2
    assert "invalid choice: 'fly'" in ended.stderr


@pytest.mark.parametrize("name", ["up", "migrate", "import"])
def test_help_needs_no_database(empty_dir: Path, name: str) -> None:
    helped = run(name, "--help", data_dir=empty_dir)
    assert helped.returncode == 0
    assert f"usage: assetry {name}" in helped.stdout
    assert list(empty_dir.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DatabaseDown("It is away."), 15),
        (NotFound(), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_what_a_command_raises_is_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def raising(_words: list[str]) -> int:
        raise error

    monkeypatch.setattr(command, "_run", raising)
    assert command.main(["anything"]) == code


@pytest.mark.parametrize(
    ("cause", "code"),
    [(psycopg.errors.DiskFull("no room"), DiskFull.exit_code), (psycopg.OperationalError("gone"), 15)],
)
def test_an_outage_while_a_command_runs_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cause: Exception, code: int
) -> None:
    def raising(_words: list[str]) -> int:
        raise OperationalError("from Django") from cause

    monkeypatch.setattr(command, "_run", raising)
    assert command.main(["anything"]) == code
    assert capsys.readouterr().err == f"assetry: The database gave up: {cause}.\n"


def test_an_error_of_ours_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(_words: list[str]) -> int:
        raise ProgrammingError("no such column")

    monkeypatch.setattr(command, "_run", raising)
    with pytest.raises(ProgrammingError):
        command.main(["anything"])


def test_a_command_starts_the_database_for_as_long_as_it_takes(data_dir: Path) -> None:
    ended = run("migrate", data_dir=data_dir)
    assert (ended.returncode, ended.stdout) == (0, "The database is in step.\n")
    listed = subprocess.run(["ps", "-eo", "cmd"], capture_output=True, text=True, check=True).stdout
    assert str(data_dir) not in listed


def test_the_sign_in_is_kept_closed_and_forgotten(tmp_path: Path) -> None:
    assert kept_sign_in(tmp_path) is None
    keep_sign_in(tmp_path, SignIn("alex@example.com", "correct horse"))
    assert kept_sign_in(tmp_path) == SignIn("alex@example.com", "correct horse")
    assert (tmp_path / "demo-sign-in").stat().st_mode & 0o777 == 0o600
    forget_sign_in(tmp_path)
    forget_sign_in(tmp_path)
    assert kept_sign_in(tmp_path) is None
