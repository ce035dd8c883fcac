"""Making a backup: what is in it, and what is left when it fails."""

import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from assetry.platform.backups.archive import open_archive
from assetry.platform.backups.faults import BackupFailed
from assetry.platform.backups.keys import fingerprint, unlocked
from assetry.platform.backups.place import Place
from assetry.platform.backups.writing import write_backup
from assetry.platform.faults import DatabaseDown, DiskFull
from tests.support.backups import AT, FILES, SECRET_KEY, facts_of, source_of, whole_archive


def test_it_holds_the_register_and_is_closed_to_others(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "backup.zip"
    archive = write_backup(source_of(place), target, at=AT)
    assert target.stat().st_mode & 0o777 == 0o600
    assert archive.manifest.facts == facts_of(place.owner)
    assert archive.manifest.taken_at == AT
    assert {name.removeprefix("files/") for name in archive.files()} == set(FILES)
    assert open_archive(target).manifest == archive.manifest
    assert len(archive.manifest.golden) >= 4
    assert [path.name for path in target.parent.iterdir()] == ["backup.zip"]


def test_the_key_is_only_in_it_under_a_passphrase(archive_file: Path, place: Place, tmp_path: Path) -> None:
    without = write_backup(source_of(place), tmp_path / "without.zip", at=AT)
    assert without.locked_key() is None
    assert without.manifest.key_fingerprint == fingerprint(SECRET_KEY)
    assert SECRET_KEY.encode() not in without.path.read_bytes() + whole_archive()
    content = open_archive(archive_file).locked_key()
    assert content is not None
    assert unlocked(content, "twelve or more") == SECRET_KEY


def test_the_applications_role_can_make_the_same(place: Place, tmp_path: Path) -> None:
    """As the worker does, which does not know the owner."""
    with psycopg.connect(place.owner) as connection:
        connection.execute("DROP SCHEMA IF EXISTS shadow CASCADE")
    ours = write_backup(source_of(place), tmp_path / "owner.zip", at=AT).manifest
    theirs = write_backup(
        replace(source_of(place), url=place.application), tmp_path / "app.zip", at=AT
    ).manifest
    assert (theirs.facts, theirs.objects, theirs.rights) == (ours.facts, ours.objects, ours.rights)


def test_what_is_unfinished_in_the_store_or_no_file_stays_out(place: Place, tmp_path: Path) -> None:
    files = place.data_dir / "files"
    (files / "ab" / "cd" / "abcd02.part").write_bytes(b"half an upload")
    (files / "ab" / "cd" / "link").symlink_to("/etc/passwd")
    (files / "ab" / "cd" / ".hidden").write_bytes(b"an editor's")
    archive = write_backup(source_of(place), tmp_path / "backup.zip", at=AT)
    assert {name.removeprefix("files/") for name in archive.files()} == set(FILES)


def test_writers_go_on_and_the_backup_is_of_one_instant(place: Place, tmp_path: Path) -> None:
    """Two rows that always belong together are both in it, or neither."""
    with psycopg.connect(place.owner) as connection:
        connection.execute("CREATE TABLE pair_a (n int); CREATE TABLE pair_z (n int)")
    ended = threading.Event()
    writer = threading.Thread(target=write_pairs, args=[place.owner, ended])
    writer.start()
    try:
        found = write_backup(source_of(place), tmp_path / "backup.zip", at=AT).manifest.facts.tables
    finally:
        ended.set()
        writer.join()
    assert found["public.pair_a"] == found["public.pair_z"]


def write_pairs(url: str, ended: threading.Event) -> None:
    with psycopg.connect(url) as connection:
        while not ended.is_set():
            connection.execute("INSERT INTO pair_a SELECT count(*) FROM pair_a")
            connection.execute("INSERT INTO pair_z SELECT count(*) FROM pair_z")
            connection.commit()


def test_a_database_without_a_register_is_no_backup(place: Place, tmp_path: Path) -> None:
    with psycopg.connect(place.owner, autocommit=True) as connection:
        connection.execute("DROP TABLE django_migrations")
    with pytest.raises(BackupFailed, match="nothing to back up"):
        write_backup(source_of(place), tmp_path / "backup.zip", at=AT)
    assert list(tmp_path.glob("backup*")) == []


def test_a_database_that_is_away_leaves_nothing(place: Place, tmp_path: Path) -> None:
    away = replace(source_of(place), url=Place.of(place.owner, "not_there"))
    with pytest.raises(DatabaseDown):
        write_backup(away, tmp_path / "backup.zip", at=AT)
    assert list(tmp_path.glob("backup*")) == []


def test_an_earlier_backup_of_that_name_stays_when_the_new_one_fails(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    target.write_bytes(b"the earlier one")
    away = replace(source_of(place), url=Place.of(place.owner, "not_there"))
    with pytest.raises(DatabaseDown):
        write_backup(away, target, at=AT)
    assert target.read_bytes() == b"the earlier one"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "none", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_is_said_and_nothing_is_left(place: Place, small_disk: Path) -> None:
    with pytest.raises(DiskFull, match="Make room"):
        write_backup(source_of(place), small_disk / "backup.zip", at=AT)
    assert list(small_disk.iterdir()) == []
