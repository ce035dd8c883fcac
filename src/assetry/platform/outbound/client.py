"""Asking outside servers. Nothing else in Assetry opens an HTTP connection (tests/architecture/test_doors.py)."""

import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import httpcore
import httpx

from assetry.platform.outbound.addresses import Allowed
from assetry.platform.outbound.network import CheckedBackend, NotAllowed, Resolver, resolve
from assetry.platform.outbound.refusals import OutsideUnreachable

logger = logging.getLogger(__name__)

MOST_HOPS: Final = 5
LONGEST_URL: Final = 2000
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT"})
# Names that never stand for something outside, whatever a resolver says.
_INSIDE: Final = ("localhost", "local", "internal", "home.arpa", "lan", "intranet", "corp")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of the last hop, read whole."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundClient:
    """One client for one purpose: `allowed` beside the public network, at most `bytes` in `seconds` for all hops."""

    allowed: Allowed = field(default_factory=Allowed)
    most_bytes: int = 10_000_000
    seconds: float = 30.0
    resolver: Resolver = resolve

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """Read what is at the address. Raises OutsideUnreachable."""
        return self.send("GET", url, headers=headers)

    def post(self, url: str, content: bytes, *, headers: Mapping[str, str] | None = None) -> Fetched:
        """Send a body; it is not sent again to where a redirect leads. Raises OutsideUnreachable."""
        return self.send("POST", url, content=content, headers=headers)

    def send(
        self, method: str, url: str, *, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Fetched:
        """Ask, hop by hop, each checked like the first. Raises OutsideUnreachable, the same for every reason."""
        try:
            return self._follow(method, url, content, dict(headers or {}))
        except (
            *(_Blocked, NotAllowed, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError),
            *(httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError),
            *(OSError, ValueError),
        ) as error:
            logger.info("Outbound request failed: %s", type(error).__name__)
            raise OutsideUnreachable from None

    def _follow(self, method: str, url: str, content: bytes, headers: dict[str, str]) -> Fetched:
        if method not in _METHODS:
            raise _Blocked
        deadline = time.monotonic() + self.seconds
        first = target = self._checked_url(url)
        for _hop in range(MOST_HOPS + 1):
            answer = self._hop(method, target, content, headers, deadline)
            if answer.status not in _REDIRECTS or method not in {"GET", "HEAD"}:
                return answer
            target = self._checked_url(str(target.join(answer.headers.get("location", ""))))
            if first.scheme == "https" and target.scheme != "https":
                raise _Blocked
            if (target.host, target.port) != (first.host, first.port):
                headers = {name: value for name, value in headers.items() if name.lower() not in _PRIVATE}
        raise _Blocked

    def _hop(
        self, method: str, url: httpx.URL, content: bytes, headers: dict[str, str], deadline: float
    ) -> Fetched:
        backend = CheckedBackend(self.allowed, self.resolver, deadline)
        # Unpacking is where a small answer becomes a large one: it is asked for as it is.
        sent = {"User-Agent": "Assetry", **headers, "Accept-Encoding": "identity"}
        with (
            _CheckedTransport(backend) as transport,
            httpx.Client(
                transport=transport, trust_env=False, follow_redirects=False, timeout=self.seconds
            ) as client,
            client.stream(method, url, content=content or None, headers=sent) as answer,
        ):
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise _Blocked
            body = bytearray()
            for chunk in answer.iter_raw():
                body += chunk
                if len(body) > self.most_bytes:
                    raise _Blocked
            return Fetched(answer.status_code, dict(answer.headers), bytes(body), str(url))

    def _checked_url(self, text: str) -> httpx.URL:
        """An address of the web without credentials, at a host that can be outside, or is allowed.

        Raises _Blocked, httpx.InvalidURL.
        """
        if len(text) > LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
            raise _Blocked
        url = httpx.URL(text)
        host = url.host.rstrip(".").lower()
        if url.scheme not in {"http", "https"} or not host or "@" in url.netloc.decode():
            raise _Blocked
        is_inside = host.rpartition(".")[2] in _INSIDE or host.endswith(".home.arpa")
        if is_inside and host not in self.allowed.hosts:
            raise _Blocked
        return url


class _Blocked(Exception):
    """Against the rules, before or after connecting."""


_PRIVATE: Final = frozenset({"authorization", "cookie", "proxy-authorization"})


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: it takes a quarter of a second."""
    return httpx.create_ssl_context(trust_env=False)


class _CheckedTransport(httpx.HTTPTransport):
    """httpx's own, over connections that were checked; certificates are verified."""

    def __init__(self, backend: CheckedBackend) -> None:
        super().__init__(trust_env=False)
        self._pool: Any = httpcore.ConnectionPool(
            ssl_context=_certificates(), network_backend=backend, max_connections=1
        )
