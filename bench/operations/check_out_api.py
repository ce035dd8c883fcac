"""Handing out single assets by the API, four writers at once; the floor replays the same statements by psycopg.

Three copies of one register: on the first the statements are recorded, on the second the API works, on the third the
floor replays. What the two leave behind is compared.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from assetry.platform.database.planner import PLANNER_OPTIONS
from bench.database import Bench
from bench.datasets import Register, copy_of, register_of
from bench.metering import Meter, descendants, pss_mb
from bench.pages import served
from bench.results import Result, compared

OPERATIONS = ("check_out_api",)
ROWS, REQUESTS, WRITERS = 100_000, 400, 4
_IN_STOCK = """
    WITH holder AS (
        SELECT DISTINCT ON (company_id, id % 97) company_id, id % 97 AS turn, public_id FROM organization_person
    )
    SELECT a.public_id, h.public_id FROM assets_asset a
    JOIN holder h ON h.company_id = a.company_id AND h.turn = a.id % 97
    WHERE a.state = 'in_stock' ORDER BY a.id LIMIT 400
"""
_LEFT_BEHIND = """
    SELECT md5(string_agg(concat_ws('|', id, holder_person_id, location_id, status_id, version), ',' ORDER BY id)),
           (SELECT count(*) FROM audit_change), (SELECT count(*) FROM assets_custody),
           (SELECT count(*) FROM notifications_outgoingmail), (SELECT count(*) FROM procrastinate_jobs)
    FROM assets_asset
"""
_BRACKETS = ("BEGIN", "COMMIT")


def run(bench: Bench) -> Iterator[Result]:
    """CPU of all requests together."""
    register = register_of(bench, ROWS)
    wanted = bench.folder / "check-outs.json"
    wanted.write_text(json.dumps(_requests(register)))
    recorded = _record(copy_of(bench, register, "recorded"), wanted)
    api, floor_register = copy_of(bench, register, "by_api"), copy_of(bench, register, "by_floor")
    ours, memory = _by_api(bench, api, wanted)
    floor = _by_floor(bench, floor_register, recorded)
    yield compared(
        "check_out_api",
        rows=REQUESTS,
        ours=ours,
        floor=floor,
        checksum_equal=_left_behind(api) == _left_behind(floor_register),
        sql_statements=max(sum(text not in _BRACKETS for text in texts) for texts in recorded[1:]),
        memory_mb=memory,
    )


def _requests(register: Register) -> list[tuple[str, object]]:
    with psycopg.connect(register.url) as connection:
        rows = connection.execute(_IN_STOCK).fetchall()
    assert len(rows) == REQUESTS, rows
    return [
        (
            f"/api/v1/assets/{asset}/check-out",
            {"holder": {"type": "person", "id": person}, "note": "By the bench"},
        )
        for asset, person in rows
    ]


def _record(register: Register, wanted: Path) -> list[list[str]]:
    command = [sys.executable, "-m", "bench.recording", register.token, str(wanted)]
    done = subprocess.run(command, env=register.environment, check=True, stdout=subprocess.PIPE)
    recorded: list[list[str]] = json.loads(done.stdout)
    return recorded


def _by_api(bench: Bench, register: Register, wanted: Path) -> tuple[Meter, float]:
    with served("assetry.config.wsgi:application", register.environment, threads=WRITERS) as (pid, port):
        # The first answer of a process is not what is measured.
        subprocess.run(
            [sys.executable, "-m", "bench.fetch", str(port), "/api/v1/openapi.json", "", "10"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        command = [
            sys.executable,
            "-m",
            "bench.posting",
            str(port),
            register.token,
            str(WRITERS),
            str(wanted),
        ]
        with Meter(bench.database, processes=(pid,)) as meter:
            subprocess.run(command, check=True)
        return meter, pss_mb([pid, *descendants(pid)])


def _by_floor(bench: Bench, register: Register, recorded: list[list[str]]) -> Meter:
    shares = [recorded[first::WRITERS] for first in range(WRITERS)]
    connections = [
        psycopg.connect(register.url, autocommit=True, prepare_threshold=None, options=PLANNER_OPTIONS)
        for _ in shares
    ]
    try:
        with Meter(bench.database) as meter, ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(_replay, connections, shares))
    finally:
        for connection in connections:
            connection.close()
    return meter


def _replay(connection: "psycopg.Connection[tuple[object, ...]]", requests: list[list[str]]) -> None:
    for texts in requests:
        for text in texts:
            connection.execute(text.encode())


def _left_behind(register: Register) -> tuple[object, ...]:
    with psycopg.connect(register.url) as connection:
        row = connection.execute(_LEFT_BEHIND).fetchone()
    assert row is not None
    return row
