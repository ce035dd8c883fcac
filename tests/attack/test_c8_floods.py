"""C8, bombs and floods. Fleet CVE-2026-26061 (an unbounded body of a visitor), Homebox #1582.

A server as it is installed: what is too much is refused, the process stays, others are answered meanwhile."""

import gzip
import http.client
import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assetry.platform.processes.threads import THREADS
from assetry.web.bodies import LARGEST_OF_VISITORS
from tests.api.conftest import Caller, caller  # noqa: F401 - a fixture
from tests.cli.conftest import copied, first_started, make_folder  # noqa: F401 - fixtures
from tests.support.running import Running

SIGN_IN = "/accounts/sign-in/"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
MOST_MORE = 64 * 1024  # KB of memory


class Flooder:
    """A visitor who has the cookie of the forgery check, and whatever socket it needs."""

    def __init__(self, port: int) -> None:
        self.port = port
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asking.request("GET", SIGN_IN, headers={"Host": "localhost"})
        found = re.search(r"csrftoken=([^;]+)", asking.getresponse().headers["Set-Cookie"])
        asking.close()
        assert found
        self.token = found[1]

    def head(self, path: str, *headers: str, method: str = "POST") -> bytes:
        own = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Cookie: csrftoken={self.token}"]
        return "\r\n".join([*own, f"X-CSRFToken: {self.token}", *headers, "", ""]).encode()

    def opened(self, content: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        with suppress(BrokenPipeError, ConnectionResetError):  # answered before all was sent
            connection.sendall(content)
        return connection

    def status(self, content: bytes) -> int:
        """Of the answer; 0 where the connection was closed without one."""
        with self.opened(content) as connection:
            try:
                answer = connection.recv(15)
            except ConnectionResetError:
                return 0
        return int(answer.split(b" ")[1]) if answer else 0

    def post(self, content: bytes, *headers: str, type_: str = FORM) -> int:
        sized = (f"Content-Type: {type_}", f"Content-Length: {len(content)}", *headers)
        return self.status(self.head(SIGN_IN, *sized) + content)


@pytest.fixture(scope="module")
def served(
    first_started: Path,  # noqa: F811
    make_folder: Callable[[], Path],  # noqa: F811
) -> Iterator[Running]:
    with Running(copied(first_started, make_folder())) as running:
        yield running


def peaks(running: Running) -> dict[int, int]:
    """The most memory that each process of the web server had, in KB."""
    found = {}
    for pid in running.named("granian"):
        text = Path(f"/proc/{pid}/status").read_text()
        found[pid] = int(text.split("VmHWM:")[1].split()[0])
    return found


def bodies(flooder: Flooder) -> dict[str, int]:
    """The statuses of bodies that are too much."""
    field = 'Content-Disposition: form-data; name="{}"\r\n\r\n1\r\n'
    parts = "".join(f"--x\r\n{field.format(n)}" for n in range(100_000)).encode() + b"--x--\r\n"
    file = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n' + b"a" * 20_000_000
    chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
    chunked = flooder.head(SIGN_IN, f"Content-Type: {FORM}", "Transfer-Encoding: chunked")
    both = flooder.head(SIGN_IN, "Content-Length: 5", "Transfer-Encoding: chunked")
    return {
        "a field of 20 MB": flooder.post(b"login=" + b"a" * 20_000_000),
        "a million fields": flooder.post(b"&".join(b"a%d=1" % n for n in range(1_000_000))),
        "5,000 fields": flooder.post(b"&".join(b"a%d=1" % n for n in range(5_000))),
        "100,000 parts": flooder.post(parts, type_=MULTIPART),
        "a file of 20 MB": flooder.post(file + b"\r\n--x--\r\n", type_=MULTIPART),
        "chunks without end": flooder.status(chunked + chunk * 20),
        "a length and chunks": flooder.status(both + b"0\r\n\r\n"),
        "no number": flooder.status(flooder.head(SIGN_IN, "Content-Length: abc")),
        "less than nothing": flooder.status(flooder.head(SIGN_IN, "Content-Length: -5")),
        "more than there is": flooder.status(flooder.head(SIGN_IN, "Content-Length: 99999999999999999999")),
        "a header of 2 MB": flooder.status(flooder.head("/", "X-A: " + "a" * 2_000_000, method="GET")),
        "5,000 headers": flooder.status(
            flooder.head("/", *(f"X-{n}: a" for n in range(5_000)), method="GET")
        ),
        "an address of 200 kB": flooder.status(flooder.head("/" + "a" * 200_000, method="GET")),
        "an API body of 20 MB": flooder.status(flooder.head("/api/v1/assets", "Content-Length: 20000000")),
    }


def test_c8_too_much_is_refused_and_the_server_stays(served: Running) -> None:
    flooder, before = Flooder(served.port), peaks(served)
    statuses = bodies(flooder)
    unread = {name: statuses.pop(name) for name in ("chunks without end", "a length and chunks")}
    assert [name for name, status in unread.items() if status >= 500] == []
    assert {
        name: status for name, status in statuses.items() if not (status == 0 or 400 <= status < 500)
    } == {}
    after = peaks(served)
    assert after.keys() == before.keys()
    assert {pid: after[pid] - before[pid] for pid in after if after[pid] - before[pid] > MOST_MORE} == {}


def test_c8_bodies_that_never_end_keep_nobody_from_reading(served: Running) -> None:
    flooder = Flooder(served.port)
    begun = flooder.head(SIGN_IN, f"Content-Type: {FORM}", "Content-Length: 1000") + b"login=a"
    slow = [flooder.opened(begun) for _number in range(4 * THREADS)]
    try:
        statuses = [flooder.status(flooder.head(SIGN_IN, method="GET")) for _number in range(3)]
    finally:
        for connection in slow:
            connection.close()
    assert statuses == [200, 200, 200]


def test_c8_a_packed_body_is_not_unpacked(served: Running) -> None:
    packed = gzip.compress(b"login=" + b"a" * 10_000_000)
    assert len(packed) < LARGEST_OF_VISITORS
    flooder, before = Flooder(served.port), peaks(served)
    packings = ("gzip", "deflate", "br", "zstd", "gzip, gzip")
    statuses = [flooder.post(packed, f"Content-Encoding: {packing}") for packing in packings]
    assert {status for status in statuses if status >= 500} == set()
    after = peaks(served)
    assert {pid for pid in after if after[pid] - before[pid] > 8_000} == set()


JSON: dict[str, Any] = {
    "100,000 deep lists": "[" * 100_000 + "]" * 100_000,
    "100,000 deep objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "deep inside a field": '{"name": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "100,000 names": json.dumps({f"a{n}": 1 for n in range(100_000)}),
    "one name 100,000 times": "{" + ",".join('"a": 1' for _ in range(100_000)) + "}",
    "no number": '{"name": NaN}',
    "no end": '{"name": Infinity, "cost_amount": -Infinity}',
    "1e999": '{"name": "a", "cost_amount": 1e999}',
    "1e308": '{"name": "a", "cost_amount": 1e308}',
    "10,000 digits": '{"name": "a", "cost_amount": ' + "9" * 10_000 + "}",
    "a million of a list": "[" + "1," * 999_999 + "1]",
    "half a pair": '{"name": "\\ud800"}',
    "NUL": '{"name": "\\u0000"}',
    "bytes that are no text": b'{"name": "\xff\xfe"}',
    "UTF-16": '{"name": "a"}'.encode("utf-16"),
    "nothing": "",
    "more than 2 MB": '{"name": "' + "a" * 2_100_000 + '"}',
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", JSON)
def test_c8_json_that_is_too_much_is_refused(caller: Callable[[str], Caller], what: str) -> None:  # noqa: F811
    client, headers = Client(), {"Authorization": f"Bearer {caller('administrator').token}"}
    for path in ("/assets", "/assets/check-out", "/people"):
        answer = client.generic("POST", f"/api/v1{path}", JSON[what], "application/json", headers=headers)
        assert (answer.status_code in {400, 413, 422}, path) == (True, path), answer.content[:500]


@pytest.mark.django_db
@pytest.mark.parametrize("type_", [FORM, MULTIPART, "text/plain"])
def test_c8_a_visitor_s_body_is_bounded_before_it_is_read(type_: str) -> None:
    answer = Client().post(SIGN_IN, b"a" * (LARGEST_OF_VISITORS + 1), content_type=type_)
    assert answer.status_code == 400
