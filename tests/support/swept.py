"""Three schedulers with workers, killed while they sweep through some weeks of reminders; and what came of it."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.support.running import LONG_ENOUGH

ROOT = Path(__file__).resolve().parents[2]


class Sweepers:
    """Processes on a common clock that only `advance` moves."""

    def __init__(self, folder: Path, smtp_url: str, number: int, seed: int) -> None:
        self.folder, self.smtp_url = folder, smtp_url
        self.chance = random.Random(seed)
        self.said = folder / "said"
        (folder / "swept").touch()
        self.number = number
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, moment: datetime) -> None:
        """The clock stands at this moment, and all of them run."""
        self._set(moment)
        self.processes = [self._started() for _n in range(self.number)]

    def kill(self) -> None:
        """One of them, some instants after it was seen at work; another one takes its place."""
        victim = self.chance.choice(self.processes)
        self._wait(lambda: f"{victim.pid} " in self._swept())
        self.bring_forward()
        time.sleep(self.chance.uniform(0, 0.1))
        victim.kill()
        victim.wait()
        self.processes[self.processes.index(victim)] = self._started()

    def advance(self, moment: datetime) -> None:
        """To this moment, once somebody swept at the last one."""
        last = (self.folder / "clock").read_text()
        self._wait(lambda: f" {last}\n" in self._swept())
        self._set(moment)

    def bring_forward(self) -> None:
        """What a busy mail server put off is due again."""
        _execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")

    def work_off(self) -> None:
        """What killed workers left comes back, as half a minute later by itself, until nothing waits any more."""
        deadline = time.monotonic() + LONG_ENOUGH
        while ProcrastinateJob.objects.filter(status__in=("todo", "doing")).exists():
            assert time.monotonic() < deadline, self._errors()
            self.bring_forward()
            _execute(
                "UPDATE procrastinate_jobs SET status = 'todo' WHERE status = 'doing' AND (worker_id IS NULL OR"
                " worker_id IN (SELECT id FROM procrastinate_workers"
                " WHERE last_heartbeat < now() - interval '30 seconds'))"
            )
            time.sleep(0.2)

    def stop(self) -> None:
        """All of them, hard."""
        for process in self.processes:
            process.kill()
            process.wait()

    def _set(self, moment: datetime) -> None:
        new = self.folder / "clock.new"
        new.write_text(moment.isoformat())
        new.replace(self.folder / "clock")

    def _swept(self) -> str:
        return (self.folder / "swept").read_text()

    def _wait(self, what: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LONG_ENOUGH
        while not what():
            assert time.monotonic() < deadline, self._errors()
            assert all(process.poll() is None for process in self.processes), self._errors()
            time.sleep(0.02)

    def _errors(self) -> str:
        return self.said.read_text()[-4000:]

    def _started(self) -> "subprocess.Popen[bytes]":
        paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
        words = [str(settings.DATABASES["default"]["NAME"]), str(self.folder), self.smtp_url]
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.support.sweeper", *words],
                env={**os.environ, **paths},
                cwd=ROOT,
                stdout=said,
                stderr=said,
            )


def _execute(sql: str) -> None:
    app.connector.get_sync_connector().execute_query(sql)
