"""What the counters cost a write: eight writers change the status of single assets, with the counters and without.

A write is what the operation does in its transaction: an event, the closed period, the new one, the asset. Both go
round by round on one copy of a register, and take turns in being first; with counters, they are folded meanwhile, as
the worker does. `counters_write_p99` compares the slowest hundredth: its seconds are those of one write.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg

from assetry.platform.database.planner import PLANNER_OPTIONS
from bench.database import Bench
from bench.datasets import Register, copy_of, register_of
from bench.metering import Meter
from bench.results import Result, compared

OPERATIONS = ("counters_write", "counters_write_p99")
ROWS, WRITERS, ROUNDS, WRITES = 100_000, 8, 6, 150

_EVENT = (
    "SELECT audit_open_event('assets.asset.change_status', %(actor)s, 'web', gen_random_uuid(), now(), '')"
)
_LOCK = "SELECT version FROM assets_asset WHERE id = %(id)s FOR NO KEY UPDATE"
_CLOSE = """
    UPDATE assets_statusperiod SET period = tstzrange(lower(period), now())
    WHERE asset_id = %(id)s AND upper_inf(period)
"""
_OPEN = """
    INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period)
    SELECT id, company_id, %(status)s, tstzrange(now(), NULL) FROM assets_asset WHERE id = %(id)s
"""
_MIRROR = """
    UPDATE assets_asset SET status_id = %(status)s, state = %(state)s, version = version + 1 WHERE id = %(id)s
"""
_COUNTED = """
    SELECT (SELECT sum(abs(n)) FROM (
        SELECT sum(n) AS n FROM (
            SELECT company_id, kind_id, status_id, n FROM assets_statuscount
            UNION ALL SELECT company_id, kind_id, status_id, -1 FROM assets_asset
        ) AS everything GROUP BY company_id, kind_id, status_id) AS difference)
"""
_TRIGGERS = ("count_insert", "count_update", "count_delete")


@dataclass
class Side:
    """What the rounds of one of the two took together."""

    meter: Meter = field(default_factory=Meter)
    writes: list[float] = field(default_factory=list)

    def add(self, meter: Meter, writes: list[float]) -> None:
        """One more round."""
        self.meter.seconds += meter.seconds
        self.meter.python_seconds += meter.python_seconds
        self.meter.postgres_seconds += meter.postgres_seconds
        self.writes += writes

    def slowest_hundredth(self) -> float:
        """Seconds of a write than which 99 of 100 are faster."""
        return sorted(self.writes)[len(self.writes) * 99 // 100]


def run(bench: Bench) -> Iterator[Result]:
    """The counters are recounted at the end."""
    register = copy_of(bench, register_of(bench, ROWS), "counters")
    ids = _ids(register)
    ours, floor = Side(), Side()
    for number in range(ROUNDS):
        for counted in (True, False) if number % 2 else (False, True):
            mine = [ids.pop() for _ in range(WRITERS * WRITES)]
            (ours if counted else floor).add(*_round(bench, register, mine, counted=counted))
    yield compared(
        "counters_write",
        rows=ROUNDS * WRITERS * WRITES,
        ours=ours.meter,
        floor=floor.meter,
        checksum_equal=_uncounted(register) == ROUNDS * WRITERS * WRITES * 2,
    )
    slow, least = ours.slowest_hundredth(), floor.slowest_hundredth()
    yield Result(
        operation="counters_write_p99",
        rows=WRITERS,
        seconds=round(slow, 4),
        cpu_seconds=0,
        floor_seconds=round(least, 4),
        ratio=round(slow / least, 2),
    )


def _ids(register: Register) -> list[int]:
    """Assets in use, in no order."""
    with psycopg.connect(register.owner_url) as connection:
        query = "SELECT id FROM assets_asset WHERE state = 'in_use' ORDER BY md5(id::text) LIMIT %s"
        return [row[0] for row in connection.execute(query, [ROUNDS * 2 * WRITERS * WRITES])]


def _round(bench: Bench, register: Register, ids: list[int], *, counted: bool) -> tuple[Meter, list[float]]:
    with psycopg.connect(register.owner_url) as owner:
        for trigger in _TRIGGERS:
            owner.execute(f"ALTER TABLE assets_asset {'ENABLE' if counted else 'DISABLE'} TRIGGER {trigger}")
    connections = [
        psycopg.connect(register.url, autocommit=True, prepare_threshold=None, options=PLANNER_OPTIONS)
        for _ in range(WRITERS)
    ]
    actor = _administrator(connections[0])
    shares = [ids[first::WRITERS] for first in range(WRITERS)]
    done = threading.Event()
    try:
        with Meter(bench.database) as meter, ThreadPoolExecutor(WRITERS + 1) as pool:
            folding = pool.submit(_fold, register, done) if counted else None
            taken = list(pool.map(_write, connections, shares, [actor] * WRITERS))
            done.set()
            if folding is not None:
                folding.result()
    finally:
        for connection in connections:
            connection.close()
    return meter, [seconds for share in taken for seconds in share]


def _write(connection: "psycopg.Connection[tuple[object, ...]]", ids: list[int], actor: int) -> list[float]:
    seconds = []
    for each in ids:
        given = {"actor": actor, "id": each, "status": 9, "state": "in_maintenance"}
        began = time.perf_counter()
        with connection.transaction():
            for statement in (_EVENT, _LOCK, _CLOSE, _OPEN, _MIRROR):
                connection.execute(statement, given)
        seconds.append(time.perf_counter() - began)
    return seconds


def _fold(register: Register, done: threading.Event) -> None:
    """Once in the middle; its own deletes and inserts are part of what counters cost."""
    done.wait(0.5)
    with psycopg.connect(register.url, autocommit=True) as connection:
        connection.execute(
            """
            WITH folded AS (DELETE FROM assets_statuscount RETURNING company_id, kind_id, status_id, n)
            INSERT INTO assets_statuscount (company_id, kind_id, status_id, n)
            SELECT company_id, kind_id, status_id, sum(n) FROM folded
            GROUP BY company_id, kind_id, status_id HAVING sum(n) <> 0
            """
        )


def _administrator(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    row = connection.execute("SELECT id FROM accounts_user WHERE email = 'bench@bench.example'").fetchone()
    assert row is not None
    return int(str(row[0]))


def _uncounted(register: Register) -> int:
    """By how much the counters differ from a recount: each write without them is two, one too many and one missing."""
    with psycopg.connect(register.owner_url) as connection:
        row = connection.execute(_COUNTED).fetchone()
    assert row is not None
    return int(row[0])
