"""R1, R4, R8, R15, R16: whoever is killed, whenever: nothing acknowledged is lost, nothing is half applied or twice.

Twenty kills here, a thousand in `make soak` (ASSETRY_KILLS sets another number), of the web server, the worker, the
supervisor and the database in turn, while assets are handed out and back, imports run, files are attached and the
trail is sealed, by sealers that are killed too.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import copied, first_started, make_folder  # noqa: F401 - fixtures
from tests.support.kill_clients import Client, Sealer
from tests.support.kill_proof import clients_of, everything_is_right, in_world, sealing
from tests.support.running import Running

ROWS = 400
SEED = 20261124
READY = "Assetry is ready"


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
        """The one that looks after the others; a person starts it again.

        Until the new one is ready, the web server that the old one left behind may still answer.
        """
        starts = self.running.said().count(READY)
        self.running.kill()
        self.running.start()
        self.running.wait_until_said(READY, starts + 1)

    def _kill(self, pids: list[int]) -> None:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # a kill before took it with it


def survive(data_dir: Path, kills: int, pause: float = 0.0) -> None:
    """Let everybody work while one after the other is killed; then look at everything.

    `pause`: seconds between two moves of a custodian, where the machine has other work to do as well; starting a sealer
    takes ten times as much.
    """
    imports = max(3, kills // 5)
    with Running(data_dir) as running:
        world = in_world(running, "seed", str(imports), str(ROWS))
        custodians, uploader = clients_of(running, world)
        for custodian in custodians:
            custodian.pause = pause
        workers: list[Client | Sealer] = [
            *custodians,
            uploader,
            Sealer(lambda: sealing(running), pause=1 + 10 * pause),
        ]
        for worker in workers:
            worker.start()
        killer = Killer(running)
        try:
            for turn in range(kills):
                killer.kill(turn)
        finally:
            for worker in workers:
                worker.stopping.set()
        for worker in workers:
            worker.finish()
        everything_is_right(running, custodians, uploader, imports * ROWS)


def test_r15_nothing_acknowledged_is_lost_in_20_kills(
    first_started: Path,  # noqa: F811
    make_folder: Callable[[], Path],  # noqa: F811
) -> None:
    survive(copied(first_started, make_folder()), 20, pause=0.2)


@pytest.mark.soak
def test_r15_nothing_acknowledged_is_lost_in_1000_kills(
    first_started: Path,  # noqa: F811
    make_folder: Callable[[], Path],  # noqa: F811
) -> None:
    survive(copied(first_started, make_folder()), int(os.environ.get("ASSETRY_KILLS", "1000")))
