"""R1, R4, R8, R15, R16: whoever is killed, whenever: nothing acknowledged is lost, nothing is half applied or twice.

Twenty kills here, a thousand in `make soak` (ASSETRY_KILLS sets another number), of the web server, the worker, the
supervisor and the database in turn, while assets are handed out and back, imports run, files are attached and the
trail is sealed, by sealers that are killed too.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import OWNER, role_url
from tests.cli.conftest import copied, first_started, make_folder  # noqa: F401 - fixtures
from tests.support.kill_clients import Client, Custodian, Sealer, Uploader
from tests.support.running import LONG_ENOUGH, Running, command, run, variables

pytestmark = pytest.mark.xdist_group("up")

ROWS = 400
CUSTODIANS = 2
SEED = 20261124
ROOT = Path(__file__).resolve().parents[2]


def in_world(running: Running, *words: str) -> dict[str, Any]:
    """What a process beside the killed ones says about their data."""
    owner = role_url(DataFolder(running.data_dir).socket, OWNER)
    extra = {
        "DATABASE_URL": owner,
        "ASSETRY_OWNER_DATABASE_URL": owner,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.kill_world", *words],
        env=variables(running.data_dir, running.port, extra),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


class Killer:
    """Kills one after the other, at a moment that nobody foresees, and has what does not come back started again."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.chance = random.Random(SEED)

    def kill(self, turn: int) -> None:
        """The next in turn, some moments from now."""
        time.sleep(self.chance.uniform(0.05, 0.6))
        (self.web, self.worker, self.database, self.supervisor)[turn % 4]()
        self.running.wait_until_served()

    def web(self) -> None:
        """Every process of the web server."""
        self._kill(self.running.named("granian"))

    def worker(self) -> None:
        """The worker, in the middle of a job."""
        self._kill(self.running.named("assetry.cli.main"))

    def database(self) -> None:
        """PostgreSQL's first process; it takes the others with it."""
        self._kill([self.running.postmaster()])

    def supervisor(self) -> None:
        """The one that looks after the others; a person starts it again."""
        self.running.kill()
        self.running.start()

    def _kill(self, pids: list[int]) -> None:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # a kill before took it with it


def survive(data_dir: Path, kills: int) -> None:
    """Let everybody work while one after the other is killed; then look at everything."""
    imports = max(3, kills // 5)
    with Running(data_dir) as running:
        world = in_world(running, "seed", str(imports), str(ROWS))
        custodians, uploader = clients_of(running, world)
        workers: list[Client | Sealer] = [*custodians, uploader, Sealer(lambda: sealing(running))]
        for worker in workers:
            worker.start()
        killer = Killer(running)
        for turn in range(kills):
            killer.kill(turn)
        for worker in workers:
            worker.finish()
        found = settled(running)
        assert (found["failed"], found["imported"], found["doubled"]) == ([], imports * ROWS, 0)
        assert {name: wrong for name, wrong in found["wrong"].items() if wrong} == {}
        for custodian in custodians:
            everything_moved_is_there(custodian)
        everything_attached_is_there(uploader)
        for words in (("audit", "seal"), ("audit", "verify"), ("files", "check")):
            ended = run(*words, data_dir=data_dir, port=running.port)
            assert ended.returncode == 0, ended.stdout + ended.stderr


def clients_of(running: Running, world: dict[str, Any]) -> tuple[list[Custodian], Uploader]:
    """Each has assets of its own, so that it knows what must be true in the end."""
    port, token, assets = running.port, world["token"], world["assets"]
    shares = [assets[first :: CUSTODIANS + 1] for first in range(CUSTODIANS + 1)]
    custodians = [Custodian(port, token, share, world["people"]) for share in shares[1:]]
    return custodians, Uploader(port, token, shares[0])


def sealing(running: Running) -> "subprocess.Popen[bytes]":
    """A sealer beside the one of the worker."""
    return subprocess.Popen(
        command("audit", "seal"),
        env=variables(running.data_dir, running.port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def settled(running: Running) -> dict[str, Any]:
    """Everything there is to say when no import waits any more; a job of a killed worker comes back by itself."""
    deadline = time.monotonic() + LONG_ENOUGH
    while (found := in_world(running, "check"))["waiting"]:
        assert time.monotonic() < deadline, found
        time.sleep(1)
    return found


def everything_moved_is_there(client: Custodian) -> None:
    """Each asset is where its client was told, after as many moves as it was told of."""
    assert client.answered > 0
    with client.again() as http:
        for asset, person in client.held.items():
            now = http.get(f"/assets/{asset}").json()
            assert (now["holder"] or {"id": None})["id"] == person
            custody = http.get(f"/assets/{asset}/custody").json()["items"]
            assert len(custody) == client.moves[asset] + 1, asset


def everything_attached_is_there(client: Uploader) -> None:
    """Each file comes back byte by byte."""
    assert client.kept
    with client.again() as http:
        for address, digest in client.kept.items():
            assert hashlib.sha256(http.get(address).content).hexdigest() == digest


def test_r15_nothing_acknowledged_is_lost_in_20_kills(
    first_started: Path,  # noqa: F811
    make_folder: Callable[[], Path],  # noqa: F811
) -> None:
    survive(copied(first_started, make_folder()), 20)


@pytest.mark.soak
def test_r15_nothing_acknowledged_is_lost_in_1000_kills(
    first_started: Path,  # noqa: F811
    make_folder: Callable[[], Path],  # noqa: F811
) -> None:
    survive(copied(first_started, make_folder()), int(os.environ.get("ASSETRY_KILLS", "1000")))
