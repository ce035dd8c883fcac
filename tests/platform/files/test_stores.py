"""One suite for every store: the folder on the disk, its twin in memory, and one behind a store that can fail."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assetry.platform.files.folder import FolderStore
from assetry.platform.files.memory import MemoryStore
from assetry.platform.files.port import FileMissing, FileStore, FileTooLong, Pieces, new_key
from tests.support.stores import FailingStore

STORES: dict[str, Callable[[Path], FileStore]] = {
    "folder": lambda folder: FolderStore(folder / "files"),
    "memory": lambda _folder: MemoryStore(),
    "failing, not yet": lambda folder: FailingStore(FolderStore(folder / "files"), room=10**9),
}
TEXT = b"serial numbers"


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return STORES[request.param](tmp_path)


def test_what_is_written_is_read(store: FileStore) -> None:
    stored = store.write(new_key(), [TEXT[:6], TEXT[6:]], limit=100)
    assert b"".join(Pieces(store.open(stored.key))) == TEXT
    assert (stored.size, stored.sha256) == (len(TEXT), hashlib.sha256(TEXT).hexdigest())


def test_it_is_found(store: FileStore) -> None:
    stored = store.write(new_key(), [TEXT], limit=100)
    assert [(one.key, one.size) for one in store.iterate()] == [(stored.key, len(TEXT))]


def test_an_empty_store_holds_nothing(store: FileStore) -> None:
    assert list(store.iterate()) == []


def test_exactly_the_limit_is_taken(store: FileStore) -> None:
    assert store.write(new_key(), [TEXT], limit=len(TEXT)).size == len(TEXT)


def test_a_byte_more_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(FileTooLong):
        store.write(new_key(), [TEXT], limit=len(TEXT) - 1)
    assert list(store.iterate()) == []


def test_what_is_there_is_not_replaced(store: FileStore) -> None:
    stored = store.write(new_key(), [TEXT], limit=100)
    with pytest.raises(FileExistsError):
        store.write(stored.key, [b"other"], limit=100)
    assert b"".join(Pieces(store.open(stored.key))) == TEXT


def test_an_upload_that_breaks_off_leaves_nothing(store: FileStore) -> None:
    def broken() -> Iterator[bytes]:
        yield TEXT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.write(new_key(), broken(), limit=100)
    assert list(store.iterate()) == []


def test_what_is_deleted_is_missing(store: FileStore) -> None:
    stored = store.write(new_key(), [TEXT], limit=100)
    store.delete(stored.key)
    with pytest.raises(FileMissing):
        store.open(stored.key)


def test_deleting_nothing_is_quiet(store: FileStore) -> None:
    store.delete(new_key())
    assert list(store.iterate()) == []


BAD_KEYS = [
    "",
    "..",
    "../../etc/passwd",
    "a" * 31,
    "A" * 32,
    "a" * 33,
    f"{'a' * 31}/",
    f"{'a' * 32}\n",
    "/etc/passwd",
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_b9_a_key_is_never_a_path(store: FileStore, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        store.open(key)
    with pytest.raises(ValueError, match="no key"):
        store.delete(key)
    with pytest.raises(ValueError, match="no key"):
        store.write(key, [TEXT], limit=100)


def test_b9_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    store, key = FolderStore(tmp_path / "files"), new_key()
    secret = tmp_path / "secret"
    secret.write_text("key")
    place = tmp_path / "files" / key[:2] / key[2:4]
    place.mkdir(parents=True)
    (place / key).symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        store.open(key)


def test_files_are_for_the_account_that_runs_it_alone(tmp_path: Path) -> None:
    FolderStore(tmp_path / "files").write(new_key(), [TEXT], limit=100)
    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "files").rglob("*")}
    assert modes == {0}
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path, error: int) -> None:
    store = FailingStore(FolderStore(tmp_path / "files"), room=8, error=error)
    with pytest.raises(OSError, match="planted") as caught:
        store.write(new_key(), [TEXT[:6], TEXT[6:]], limit=100)
    assert caught.value.errno == error
    assert list(store.iterate()) == []


def test_what_a_kill_left_is_found_and_deleted(tmp_path: Path) -> None:
    store, key = FolderStore(tmp_path / "files"), new_key()
    place = tmp_path / "files" / key[:2] / key[2:4]
    place.mkdir(parents=True)
    (place / f"{key}.part").write_bytes(TEXT)
    assert [one.key for one in store.iterate()] == [key]
    store.delete(key)
    assert list(store.iterate()) == []


def test_the_bytes_are_on_the_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the calls that matter: flush the bytes, rename, flush the folder."""
    order: list[str] = []
    sync, rename = os.fsync, Path.rename

    def noted(what: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            order.append(what)
            return act(*given)

        return run

    monkeypatch.setattr(os, "fsync", noted("fsync", sync))
    monkeypatch.setattr(Path, "rename", noted("rename", rename))
    FolderStore(tmp_path).write(new_key(), [TEXT], limit=100)
    assert order[-3:] == ["fsync", "rename", "fsync"]
