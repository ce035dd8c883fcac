"""C8: whoever sends slowly holds some threads, never all; the others of one address and of other ones are served."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from assetry.web.slow_bodies import BodySlots

SLOTS = 3


class Stalled:
    """A body whose rest comes when the test lets it."""

    def __init__(self) -> None:
        self.is_asked, self.may_end = threading.Event(), threading.Event()

    def read(self, _size: int = -1) -> bytes:
        self.is_asked.set()
        assert self.may_end.wait(20)
        return b""


class Whole:
    """A body that is there."""

    def read(self, _size: int = -1) -> bytes:
        return b"1234"


def reading(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The application: reads what it gets."""
    body = environ["wsgi.input"].read() if "wsgi.input" in environ else b""
    start_response("200 OK", [])
    return [body]


@pytest.fixture
def served() -> BodySlots:
    return BodySlots(reading, SLOTS, patience=0)


def ask(served: BodySlots, peer: str = "192.0.2.1", **environ: Any) -> str:
    """The status of one request."""
    statuses: list[str] = []
    list(served({"REMOTE_ADDR": peer, **environ}, lambda status, _headers: statuses.append(status)))
    return statuses[0]


def post(served: BodySlots, peer: str = "192.0.2.1", body: Any = None) -> str:
    return ask(served, peer, CONTENT_LENGTH="4", **{"wsgi.input": body or Whole()})


@contextmanager
def sending_slowly(served: BodySlots, peer: str) -> Iterator[None]:
    """Somebody whose body does not end meanwhile."""
    body = Stalled()
    thread = threading.Thread(target=post, args=(served, peer, body))
    thread.start()
    assert body.is_asked.wait(20)
    yield
    body.may_end.set()
    thread.join(20)


def test_c8_one_address_holds_a_part_and_pages_none(served: BodySlots) -> None:
    with sending_slowly(served, "192.0.2.1"), sending_slowly(served, "192.0.2.1"):
        assert post(served, "192.0.2.1").startswith("503")
        assert post(served, "192.0.2.2") == "200 OK"
        assert ask(served, "192.0.2.1") == "200 OK"
    assert post(served, "192.0.2.1") == "200 OK"


def test_c8_all_of_them_hold_no_more_than_the_slots(served: BodySlots) -> None:
    with ExitStack() as stack:
        for number in range(SLOTS):
            stack.enter_context(sending_slowly(served, f"192.0.2.{number}"))
        assert post(served, "192.0.2.9").startswith("503")
        assert ask(served, "192.0.2.9") == "200 OK"
        assert ask(served, "192.0.2.9", HTTP_TRANSFER_ENCODING="chunked").startswith("503")
    assert post(served, "192.0.2.9") == "200 OK"


def test_c8_a_proxy_that_we_trust_is_not_one_visitor(served: BodySlots, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ("10.0.0.1/32",)
    with sending_slowly(served, "10.0.0.1"), sending_slowly(served, "10.0.0.1"):
        assert post(served, "10.0.0.1") == "200 OK"


def test_c8_a_slot_comes_back_when_the_application_fails() -> None:
    def failing(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        raise KeyError

    served = BodySlots(failing, 1, patience=0)
    for _time in range(2):
        with pytest.raises(KeyError):
            post(served)


def test_c8_a_body_that_was_read_gives_its_place_to_the_next() -> None:
    inner: list[str] = []

    def nested(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read()
        if not inner:
            inner.append("asked")
            inner.append(post(one))
        start_response("200 OK", [])
        return []

    one = BodySlots(nested, 1, patience=0)
    assert post(one) == "200 OK"
    assert inner == ["asked", "200 OK"]
