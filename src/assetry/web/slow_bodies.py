"""Bodies that are sent slowly hold some threads at most, never all.

Granian knows no time limit for bodies (emmett-framework/granian #728) and a thread that waits for one cannot be called
back. So only so many requests may be reading a body at the same time, fewer from one address, and whoever comes beyond
that is asked to come again. A body that is there already takes its turn within milliseconds.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.conf import settings

from assetry.platform.accounts.peers import is_within

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PATIENCE_SECONDS: Final = 0.5
_BUSY: Final = b"Too many requests are being sent. Try again in a moment.\n"


class BodySlots:
    """A WSGI application around another: at most `slots` bodies at once, of one address a part of them."""

    def __init__(self, application: Application, slots: int, patience: float = PATIENCE_SECONDS) -> None:
        """`patience` is how long, in seconds, a request waits for its turn."""
        self.application, self.slots, self.patience = application, slots, patience
        self.of_one = max(1, (slots + 1) // 2)
        self._changed = threading.Condition()
        self._reading: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass on what has no body at once, what has one when it has a slot."""
        if not _has_body(environ):
            return self.application(environ, start_response)
        peer = str(environ.get("REMOTE_ADDR", ""))
        if not self._taken(peer):
            start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "1")])
            return [_BUSY]
        body = _Body(environ["wsgi.input"], _length(environ), lambda: self._give_back(peer))
        try:
            return self.application({**environ, "wsgi.input": body}, start_response)
        finally:
            body.done()

    def _taken(self, peer: str) -> bool:
        most = self.slots if is_within(peer, settings.TRUSTED_PROXIES) else self.of_one

        def is_free() -> bool:
            return self._reading.total() < self.slots and self._reading[peer] < most

        with self._changed:
            if not self._changed.wait_for(is_free, self.patience):
                return False
            self._reading[peer] += 1
            return True

    def _give_back(self, peer: str) -> None:
        with self._changed:
            self._reading[peer] -= 1
            if not self._reading[peer]:
                del self._reading[peer]
            self._changed.notify_all()


class _Body:
    """The body; its slot is given back when its end was read, or the request is over."""

    def __init__(self, stream: Any, length: int | None, give_back: Callable[[], None]) -> None:
        self._stream, self._left, self._give_back = stream, length, give_back
        self._is_done = False

    def read(self, size: int = -1) -> bytes:
        return self._seen(self._stream.read(size) if size >= 0 else self._stream.read(), size)

    def readline(self, size: int = -1) -> bytes:
        return self._seen(self._stream.readline(size) if size >= 0 else self._stream.readline(), size)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _seen(self, part: bytes, size: int) -> bytes:
        if self._left is not None:
            self._left -= len(part)
        if (not part and size) or self._left == 0:
            self.done()
        return part

    def done(self) -> None:
        """Give the slot back, once."""
        if not self._is_done:
            self._is_done = True
            self._give_back()


def _has_body(environ: dict[str, Any]) -> bool:
    return _length(environ) != 0 or "HTTP_TRANSFER_ENCODING" in environ


def _length(environ: dict[str, Any]) -> int | None:
    """What the header says; None for a body of unknown length, 0 for none."""
    said = environ.get("CONTENT_LENGTH") or ""
    if not said:
        return None if "HTTP_TRANSFER_ENCODING" in environ else 0
    return int(said) if said.isascii() and said.isdigit() else None
