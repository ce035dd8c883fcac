"""The store's twin in memory, for trying things out; nothing outlives the process."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from assetry.platform.files.port import FileMissing, FileTooLong, Found, Stored, require_key


class MemoryStore:
    """Bytes in a dictionary."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def write(self, key: str, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """See `FileStore.write`."""
        if require_key(key) in self._files:
            raise FileExistsError(key)
        content = bytearray()
        for chunk in chunks:
            content += chunk
            if len(content) > limit:
                raise FileTooLong
        self._files[key] = bytes(content)
        return Stored(key, len(content), hashlib.sha256(content).hexdigest())

    def open(self, key: str) -> BinaryIO:
        """See `FileStore.open`."""
        if require_key(key) not in self._files:
            raise FileMissing(key)
        return io.BytesIO(self._files[key])

    def delete(self, key: str) -> None:
        """See `FileStore.delete`."""
        self._files.pop(require_key(key), None)

    def iterate(self) -> Iterator[Found]:
        """See `FileStore.iterate`."""
        now = datetime.now(UTC)
        for key, content in list(self._files.items()):
            yield Found(key, len(content), now)
