"""Connections that are made to the very address that was checked, and end at a deadline."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import httpcore

from assetry.platform.outbound.addresses import Allowed, parse_address

type Resolver = Callable[[str, int], Sequence[str]]

CONNECT_SECONDS: Final = 5.0


class NotAllowed(Exception):
    """An address that may not be connected to."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system finds them. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves once, refuses a host with any address that is not allowed, and connects to what it checked."""

    def __init__(self, allowed: Allowed, resolver: Resolver, deadline: float) -> None:
        self._allowed, self._resolver, self._deadline = allowed, resolver, deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises NotAllowed, httpcore's errors."""
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        if not addresses or not all(self._allowed.admits(host, parse_address(one)) for one in addresses):
            raise NotAllowed(host)
        within = min(CONNECT_SECONDS, remaining(self._deadline))
        stream = self._inner.connect_tcp(addresses[0], port, within, None, socket_options)
        return TimedStream(stream, self._deadline)

    def connect_unix_socket(self, *_args: Any, **_options: Any) -> httpcore.NetworkStream:
        """Never."""
        raise NotAllowed


class TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, however slowly bytes trickle in."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raises httpcore.ReadTimeout at the deadline."""
        return self._inner.read(max_bytes, remaining(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises httpcore.WriteTimeout at the deadline."""
        self._inner.write(buffer, remaining(self._deadline))

    def close(self) -> None:
        """End it."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The certificate is compared with the host's name, not with the address."""
        secured = self._inner.start_tls(ssl_context, server_hostname, remaining(self._deadline))
        return TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the library asks for."""
        return self._inner.get_extra_info(info)


def remaining(deadline: float) -> float:
    """Seconds until then. Raises httpcore.ReadTimeout when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
