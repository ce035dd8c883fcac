"""What a file store is: the folder on the disk, and its twin in memory, held to one suite of tests."""

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, Protocol

KEY: Final = re.compile(r"[0-9a-f]{32}")
CHUNK: Final = 256 * 1024


class FileMissing(LookupError):
    """The store has no bytes under the key."""


class FileTooLong(Exception):
    """More bytes came than the caller takes; nothing of them is kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: `size` in bytes, `sha256` in hexadecimal."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the store, finished or not."""

    key: str
    size: int
    modified_at: datetime


class FileStore(Protocol):
    """Bytes by key. A key is made by `new_key`, never out of what somebody typed; others raise ValueError."""

    def write(self, key: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Write all of it durably, or nothing. Raises FileTooLong over `limit` bytes, OSError, FileExistsError."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes, to be read from the start. Raises FileMissing."""
        ...

    def delete(self, key: str) -> None:
        """Remove the bytes, also unfinished ones; nothing happens where there are none."""
        ...

    def iterate(self) -> Iterator[Found]:
        """Everything that is there."""
        ...


def new_key() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def is_key(name: str) -> bool:
    """Whether a file of that name can be one of ours."""
    return bool(KEY.fullmatch(name))


def require_key(key: str) -> str:
    """The key itself; raises ValueError for what is none."""
    if not is_key(key):
        raise ValueError("This is no key of a file.")
    return key


class Pieces:
    """A file in pieces, closed at the end, or by whoever wants no more: also when nothing was read (HEAD)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = b"" if self._file.closed else self._file.read(CHUNK)
        if not piece:
            self.close()
            raise StopIteration
        return piece

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
