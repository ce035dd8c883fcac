"""Clients of an Assetry that is being killed: each keeps asking until it is answered, and remembers every answer."""

import hashlib
import itertools
import random
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Sequence

import httpx

GAVE_UP_AFTER = 180.0
# The database is away; there is no room for a file.
OUTAGES = (503, 507)


class Client(threading.Thread):
    """Repeats its `step` until told to stop; what went wrong in the thread is raised by `finish`."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(daemon=True)
        self.port, self.token = port, token
        self.http = self.again()
        self.stopping = threading.Event()
        self.pause = 0.0  # seconds between two steps
        self.error: Exception | None = None
        self.answered = 0

    def run(self) -> None:
        """Until told to stop, or something is wrong."""
        try:
            while not self.stopping.wait(self.pause):
                self.step()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test has to know
            self.error = error

    def again(self) -> httpx.Client:
        """A connection of its own."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}/api/v1",
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=30,
            trust_env=False,
        )

    def step(self) -> None:
        """One thing that the client wants done."""
        raise NotImplementedError

    def finish(self) -> None:
        """Let the step that is under way end; raises what went wrong in it."""
        self.stopping.set()
        self.join(GAVE_UP_AFTER + 30)
        self.http.close()
        if self.error is not None:
            raise self.error

    def insist(self, send: Callable[[dict[str, str]], httpx.Response]) -> httpx.Response:
        """Send it under one key, again and again, until there is an answer that is none of an outage."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        deadline = time.monotonic() + GAVE_UP_AFTER
        while time.monotonic() < deadline:
            try:
                answer = send(headers)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            if answer.status_code not in OUTAGES:
                assert answer.is_success, answer.text
                self.answered += 1
                return answer
            time.sleep(0.05)
        raise AssertionError("no answer")


class Custodian(Client):
    """Hands its own assets to people and takes them back; `held` is what it was last told."""

    def __init__(self, port: int, token: str, assets: Sequence[str], people: Sequence[str]) -> None:
        super().__init__(port, token)
        self.turns = itertools.cycle(zip(assets, itertools.cycle(people), strict=False))
        self.held: dict[str, str | None] = dict.fromkeys(assets)
        self.moves: dict[str, int] = dict.fromkeys(assets, 0)

    def step(self) -> None:
        """Out to a person where nobody has it, else in."""
        asset, person = next(self.turns)
        out = self.held[asset] is None
        path = f"/assets/{asset}/{'check-out' if out else 'check-in'}"
        body = {"holder": {"type": "person", "id": person}} if out else {}
        self.insist(lambda headers: self.http.post(path, json=body, headers=headers))
        self.held[asset] = person if out else None
        self.moves[asset] += 1


class Uploader(Client):
    """Attaches files of all sizes to its assets; `kept` are the acknowledged ones, by address, with their digest."""

    def __init__(self, port: int, token: str, assets: Sequence[str]) -> None:
        super().__init__(port, token)
        self.turns = itertools.cycle(assets)
        self.kept: dict[str, str] = {}

    def step(self) -> None:
        """One file, whose every byte is its own."""
        content = f"{uuid.uuid4()}\n".encode() * (1 + 2000 * (len(self.kept) % 5))
        path = f"/assets/{next(self.turns)}/files"
        file = {"file": (f"{len(self.kept)}.txt", content, "text/plain")}
        made = self.insist(lambda headers: self.http.post(path, files=file, headers=headers)).json()
        self.kept[f"{path}/{made['id']}"] = hashlib.sha256(content).hexdigest()
        time.sleep(0.1)


class Sealer(threading.Thread):
    """Starts a sealer again and again, and kills every other one a moment later."""

    def __init__(self, start: Callable[[], "subprocess.Popen[bytes]"], pause: float) -> None:
        super().__init__(daemon=True)
        self.start_one = start
        self.chance = random.Random("seals")
        self.stopping = threading.Event()
        self.pause = pause

    def run(self) -> None:
        """Until told to stop."""
        for turn in itertools.count():
            if self.stopping.is_set():
                return
            sealer = self.start_one()
            if turn % 2:
                time.sleep(self.chance.uniform(0.3, 1.5))
                sealer.kill()
            sealer.wait()
            self.stopping.wait(self.pause)

    def finish(self) -> None:
        """Let the last one end."""
        self.stopping.set()
        self.join(GAVE_UP_AFTER)
