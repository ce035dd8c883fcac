"""Servers on this machine that stand for the outside: one that only notes who comes, one that answers as told."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Canary:
    """Where nobody should come."""

    port: int
    visits: list[bytes] = field(default_factory=list)


@contextmanager
def canary() -> Iterator[Canary]:
    """Listens on IPv4's and IPv6's loopback, on one port, until the end of the block."""
    first = socket.create_server(("127.0.0.1", 0))
    port = first.getsockname()[1]
    second = socket.create_server(("::1", port), family=socket.AF_INET6)
    bird = Canary(port)
    threads = [threading.Thread(target=_note, args=(one, bird), daemon=True) for one in (first, second)]
    for thread in threads:
        thread.start()
    try:
        yield bird
    finally:
        for listener in (first, second):
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for thread in threads:
            thread.join(5)


def _note(listener: socket.socket, bird: Canary) -> None:
    while True:
        try:
            visitor, _address = listener.accept()
        except OSError:
            return
        with visitor:
            bird.visits.append(visitor.recv(4096))
            visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ncaw!")


@dataclass
class Outside:
    """A server whose answers are made of the path: see `_answer`. `asked` are the heads of the requests."""

    port: int
    asked: list[bytes] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@contextmanager
def outside() -> Iterator[Outside]:
    """Listens on IPv4's loopback until the end of the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Outside(listener.getsockname()[1])
    thread = threading.Thread(target=_serve, args=(listener, server), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _serve(listener: socket.socket, server: Outside) -> None:
    while True:
        try:
            visitor, _address = listener.accept()
        except OSError:
            return
        threading.Thread(target=_talk, args=(visitor, server), daemon=True).start()


def _talk(visitor: socket.socket, server: Outside) -> None:
    with visitor:
        head = visitor.recv(65536)
        server.asked.append(head)
        path = head.split(b" ")[1].decode("latin-1").lstrip("/")
        try:
            for piece in _answer(path):
                visitor.sendall(piece)
        except OSError:
            return  # the client had enough


def _answer(path: str) -> Iterator[bytes]:
    """`to/<url>` redirects, `bytes/<n>` sends n, `trickle` and `slow-head` never end, `packed` says it is gzip.

    `status/<n>` answers with that status and nothing else.
    """
    what, _, rest = path.partition("/")
    match what:
        case "to":
            yield f"HTTP/1.1 302 Found\r\nLocation: {rest}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        case "status":
            yield f"HTTP/1.1 {rest} So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        case "bytes":
            yield f"HTTP/1.1 200 OK\r\nContent-Length: {rest}\r\nConnection: close\r\n\r\n".encode()
            yield b"x" * int(rest)
        case "trickle":
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n"
            while True:
                yield b"x"
                time.sleep(0.02)
        case "slow-head":
            yield b"HTTP/1.1 200 OK\r\n"
            while True:
                yield b"X-More: x\r\n"
                time.sleep(0.02)
        case "packed":
            yield b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
        case _:
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
