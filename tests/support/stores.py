"""A file store that fails where a test wants it to."""

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from assetry.platform.files.port import FileStore, Found, Stored


@dataclass
class FailingStore:
    """Another store, whose disk is full after `room` bytes, or whose writing dies when all bytes are there."""

    inner: FileStore
    room: int = 0
    error: int = errno.ENOSPC

    def write(self, key: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        return self.inner.write(key, self._until_full(chunks), limit=limit)

    def open(self, key: str) -> BinaryIO:
        return self.inner.open(key)

    def delete(self, key: str) -> None:
        self.inner.delete(key)

    def iterate(self) -> Iterator[Found]:
        return self.inner.iterate()

    def _until_full(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        written = 0
        for chunk in chunks:
            written += len(chunk)
            yield chunk
            if written > self.room:
                raise OSError(self.error, "planted")
