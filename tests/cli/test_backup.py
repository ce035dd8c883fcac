"""`assetry backup` and `assetry restore`, as a person at a terminal uses them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from assetry.cli.support.database import started
from assetry.platform.backups.faults import ArchiveRefused
from assetry.platform.backups.place import MARKER
from assetry.platform.database.embedded.cluster import embedded_cluster
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import OWNER, role_url
from assetry.platform.faults import ConfigurationError, DataFolderInUse
from tests.cli.conftest import copied
from tests.support.running import Running, command, run, variables

PASSPHRASE = {"ASSETRY_BACKUP_PASSPHRASE": "correct horse battery"}


@pytest.fixture(scope="module")
def backed_up(first_started: Path, make_folder: Callable[[], Path]) -> tuple[Path, Path]:
    """A data folder with a file, and a backup of it with its key."""
    folder = copied(first_started, make_folder())
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcd").write_bytes(b"an invoice")
    archive = make_folder() / "backup.zip"
    ended = run("backup", "--with-keys", "--to", str(archive), data_dir=folder, extra=PASSPHRASE)
    assert ended.returncode == 0, ended.stderr
    assert "It was read back and is whole." in ended.stdout
    return folder, archive


def statuses(data_dir: Path) -> set[str]:
    """The names of the statuses, read while the database runs."""
    url = role_url(DataFolder(data_dir).socket, OWNER)
    with psycopg.connect(url) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM assets_status")}


def spoil(data_dir: Path) -> None:
    """What nobody wanted: statuses renamed without a trace, a file gone."""
    (data_dir / "files" / "ab" / "abcd").unlink(missing_ok=True)
    url = role_url(DataFolder(data_dir).socket, OWNER)
    with started(embedded_cluster(data_dir, ends_with_us=True)), psycopg.connect(url) as connection:
        connection.execute("ALTER TABLE assets_status DISABLE TRIGGER USER")
        connection.execute("UPDATE assets_status SET name = 'Spoiled ' || id")


def test_what_was_spoiled_comes_back_and_is_served(
    backed_up: tuple[Path, Path], make_folder: Callable[[], Path]
) -> None:
    source, archive = backed_up
    data_dir = copied(source, make_folder())
    spoil(data_dir)
    ended = run("restore", str(archive), data_dir=data_dir)
    assert ended.returncode == 0, ended.stderr
    assert "Restored the register as of" in ended.stdout
    assert (data_dir / "files" / "ab" / "abcd").read_bytes() == b"an invoice"
    with Running(data_dir):
        assert "In stock" in statuses(data_dir)
        refused = run("restore", str(archive), data_dir=data_dir)
        verified = run("restore", "--verify-only", str(archive), data_dir=data_dir)
        audited = run("audit", "verify", data_dir=data_dir)
    assert refused.returncode == DataFolderInUse.exit_code
    assert verified.returncode == 0, verified.stderr
    assert audited.returncode == 0, audited.stdout + audited.stderr


def test_on_a_new_machine_the_key_comes_out_of_the_archive(
    backed_up: tuple[Path, Path], empty_dir: Path
) -> None:
    source, archive = backed_up
    right = run("restore", "--with-keys", str(archive), data_dir=empty_dir, extra=PASSPHRASE)
    assert right.returncode == 0, right.stderr
    assert (empty_dir / "secret_key").read_text() == (source / "secret_key").read_text()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], ConfigurationError.exit_code, "Name the archive"),
        (["/not/there.zip"], ArchiveRefused.exit_code, "is no file"),
        (["--with-keys"], ConfigurationError.exit_code, "Name the archive"),
    ],
)
def test_what_cannot_be_restored_is_said_before_anything_starts(
    words: list[str], code: int, said: str, tmp_path: Path
) -> None:
    ended = run("restore", *words, data_dir=tmp_path / "none")
    assert (ended.returncode, said in ended.stderr) == (code, True), ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "none").exists()


def kill_a_restore(archive: Path, data_dir: Path, seconds: float) -> None:
    """Kill it, its pg_restore and its database that long after the marker is there, or after it has ended."""
    process = subprocess.Popen(
        command("restore", str(archive)),
        env=variables(data_dir, 1),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None and not (data_dir / MARKER).exists():
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def check_after_a_kill(data_dir: Path) -> bool:
    """The next start finishes or throws away; whether the restored register is there, else the spoiled one is."""
    ended = run("migrate", "--quiet", data_dir=data_dir)
    assert ended.returncode == 0, ended.stderr
    assert not (data_dir / MARKER).exists()
    with started(embedded_cluster(data_dir, ends_with_us=True)):
        restored = "In stock" in statuses(data_dir)
    assert (data_dir / "files" / "ab" / "abcd").exists() is restored
    assert [path.name for path in data_dir.iterdir() if ".restoring-" in path.name] == []
    return restored


def test_a_restore_that_is_killed_leaves_one_register_or_the_other(
    backed_up: tuple[Path, Path], make_folder: Callable[[], Path]
) -> None:
    source, archive = backed_up
    data_dir = copied(source, make_folder())
    spoil(data_dir)
    kill_a_restore(archive, data_dir, 0.3)
    assert not check_after_a_kill(data_dir)


@pytest.mark.soak
def test_restores_killed_at_any_moment(backed_up: tuple[Path, Path], make_folder: Callable[[], Path]) -> None:
    source, archive = backed_up
    data_dir = copied(source, make_folder())
    spoil(data_dir)
    for number in range(40):
        kill_a_restore(archive, data_dir, number * 0.1)
        if check_after_a_kill(data_dir):
            spoil(data_dir)
        run("restore", "--remove-replaced", data_dir=data_dir)
