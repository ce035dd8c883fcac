"""What must be true of an Assetry whose processes were killed, or whose disk was full, while everybody worked."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.embedded.roles import OWNER, role_url
from tests.support.kill_clients import Custodian, Uploader
from tests.support.running import LONG_ENOUGH, Running, command, run, variables

CUSTODIANS = 2
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


def everything_is_right(
    running: Running, custodians: Sequence[Custodian], uploader: Uploader, rows: int
) -> None:
    """Nothing acknowledged is lost, nothing is half applied or twice, and every check says so."""
    found = settled(running)
    assert (found["failed"], found["imported"], found["doubled"]) == ([], rows, 0), found
    assert {name: wrong for name, wrong in found["wrong"].items() if wrong} == {}
    for custodian in custodians:
        everything_moved_is_there(custodian)
    everything_attached_is_there(uploader)
    for words in (("audit", "seal"), ("audit", "verify"), ("files", "check")):
        ended = run(*words, data_dir=running.data_dir, port=running.port)
        assert ended.returncode == 0, ended.stdout + ended.stderr


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
