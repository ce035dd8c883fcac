"""The store on the disk: `<root>/ab/cd/<key>`, readable by the account that runs Assetry alone."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from assetry.platform.files.port import FileMissing, FileTooLong, Found, Stored, require_key

UNFINISHED: Final = ".part"


class FolderStore:
    """A file is written beside its place, flushed to the disk and only then renamed: it is whole or not there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, key: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """See `FileStore.write`."""
        place = self._place(key)
        if place.exists():
            raise FileExistsError(key)
        self._make_folder(place.parent)
        unfinished = place.with_name(place.name + UNFINISHED)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        descriptor = os.open(unfinished, flags, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                stored = _copy(key, chunks, file, limit)
            unfinished.rename(place)
        finally:
            unfinished.unlink(missing_ok=True)  # nothing is there any more after the rename
        _sync_folder(place.parent)
        return stored

    def open(self, key: str) -> BinaryIO:
        """See `FileStore.open`."""
        try:
            return os.fdopen(os.open(self._place(key), os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except FileNotFoundError as error:
            raise FileMissing(key) from error

    def delete(self, key: str) -> None:
        """See `FileStore.delete`."""
        place = self._place(key)
        place.with_name(place.name + UNFINISHED).unlink(missing_ok=True)
        place.unlink(missing_ok=True)

    def iterate(self) -> Iterator[Found]:
        """See `FileStore.iterate`."""
        for folder, _folders, names in os.walk(self.root):
            for name in names:
                try:
                    found = os.lstat(os.path.join(folder, name))  # noqa: PTH118 - called for every file
                except FileNotFoundError:
                    continue  # deleted meanwhile
                changed = datetime.fromtimestamp(found.st_mtime, UTC)
                yield Found(name.removesuffix(UNFINISHED), found.st_size, changed)

    def _place(self, key: str) -> Path:
        require_key(key)
        return self.root / key[:2] / key[2:4] / key

    def _make_folder(self, folder: Path) -> None:
        """Make what is missing of the way, each step durable in the one above it."""
        missing = [step for step in (folder, *folder.parents) if not step.exists()]
        for step in reversed(missing):
            step.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(step.parent)


def _copy(key: str, chunks: Iterable[bytes], file: BinaryIO, limit: int) -> Stored:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FileTooLong
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Stored(key, size, digest.hexdigest())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
