"""`assetry up` as a person starts it: a process of its own, on a data folder and a port of its own."""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from assetry.platform.processes import orphans

LONG_ENOUGH = 180.0
# Linux gives outgoing connections ports from 32768 up.
NO_CONNECTIONS_OWN = range(20_000, 32_000)
# What the test session uses for itself must not reach the application under test.
NOT_PASSED_ON = {
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "ASSETRY_OWNER_DATABASE_URL",
    "ASSETRY_TEST_SERVER",
}


# The command `assetry` of the tests' own environment.
PROGRAM = (sys.executable, "-m", "assetry.cli.main")


def command(*words: str) -> list[str]:
    """The command line of `assetry …`."""
    return [*PROGRAM, *words]


def variables(data_dir: Path, port: int, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of an Assetry on this folder and port."""
    own = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    return {**own, "ASSETRY_DATA_DIR": str(data_dir), "ASSETRY_PORT": str(port), **(extra or {})}


def free_port() -> int:
    """A port that nobody listens on now, and that no outgoing connection gets: one to a closed port may meet itself."""
    for port in random.SystemRandom().sample(NO_CONNECTIONS_OWN, 50):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


def run(
    *words: str, data_dir: Path, port: int = 1, extra: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and hand back its exit code and words."""
    return subprocess.run(
        command(*words),
        env=variables(data_dir, port, extra),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG_ENOUGH,
    )


@dataclass
class Running:
    """One `assetry up`; as a context manager it is served inside the block and ended, hard if need be, after it."""

    data_dir: Path
    words: tuple[str, ...] = ("up",)
    extra: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    program: tuple[str, ...] = PROGRAM
    # What it says goes to a file: a full pipe would block it.
    _output: IO[str] | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_served()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, hard if need be."""
        self.stop()
        orphans.stop(self.tree(), signal.SIGKILL, 10)
        orphans.stop(self.postgres(), signal.SIGKILL, 10)
        if self._output is not None:
            self._output.close()

    def start(self) -> None:
        """Start it, or start it again, without waiting for anything."""
        # Each start adds to the end. It is read by its name: a read here would move where the children write.
        self._output = self._output or tempfile.NamedTemporaryFile("a")  # noqa: SIM115 (closed by `close`)
        self.process = subprocess.Popen(
            [*self.program, *self.words],
            env=variables(self.data_dir, self.port, self.extra),
            stdout=self._output,
            stderr=self._output,
        )

    def wait_until_served(self) -> float:
        """Wait for an answer over HTTP; returns the seconds it took."""
        started = time.monotonic()
        while not self.answers():
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.said()}")
            if time.monotonic() - started > LONG_ENOUGH:
                raise AssertionError("no answer")
            time.sleep(0.05)
        return time.monotonic() - started

    def wait_until_said(self, words: str, times: int = 1) -> None:
        """Wait until these words stand in what it says, as often as that."""
        deadline = time.monotonic() + LONG_ENOUGH
        ended = None
        while self.said().count(words) < times:
            assert ended is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
            ended = self.process.poll()

    def answers(self) -> bool:
        """True when anything answers on the port."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def stop(self) -> str:
        """Ask politely, wait, and return everything it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(LONG_ENOUGH)
        return self.said()

    def said(self) -> str:
        """Everything that it and its children said so far."""
        assert self._output is not None, "it was never started"
        return Path(self._output.name).read_text()

    def kill(self) -> None:
        """Kill the supervisor alone, as the system does when memory runs out."""
        self.process.kill()
        self.process.wait()

    def tree(self) -> list[int]:
        """Web server and worker processes, whoever their parent is."""
        return orphans.with_mark("ASSETRY_SUPERVISED", str(self.data_dir))

    def postgres(self) -> list[int]:
        """Every process of the database."""
        return orphans.with_folder(self.data_dir / "postgres", "postgres")

    def postmaster(self) -> int:
        """The database's first process."""
        return int((self.data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    def named(self, text: str) -> list[int]:
        """The processes of the tree whose command line holds this text."""
        return [pid for pid in self.tree() if text in Path(f"/proc/{pid}/cmdline").read_text()]
