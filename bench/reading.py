"""`python -m bench.reading PART POSTMASTER FLOOR_FIRST`: exports and searches of one register, in a process of its own.

Prints what it measured as JSON: CPU of ours and of the floor, checksums, the first byte, memory, statements.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from bench.metering import Meter

COLUMNS = (
    *(
        "asset_tag",
        "name",
        "serial_number",
        "model",
        "category",
        "status",
        "location",
        "company",
        "owner_person",
    ),
    *("cost_center", "criticality", "classification", "ownership", "purchased_on", "cost_amount", "supplier"),
    *("order_number", "ends_on"),
)
WORDS, ROUNDS = 40, 25
IN_PALETTE = 6


@dataclass(frozen=True)
class Postmaster:
    """PostgreSQL's first process, as the parent told."""

    postmaster: int


def export(server: Postmaster) -> dict[str, Any]:
    """Every asset as CSV by our writer; the floor is COPY of the same query by psycopg alone, then of the bare one."""
    from assetry.kernel.registry import entity_named
    from assetry.platform.exports.exporting import rows_to_export, table_of

    actor, entity = _administrator(), entity_named("asset")
    rows = rows_to_export(actor, entity, "", today=_today())
    table = table_of(actor, entity, rows, names=COLUMNS)
    escaped = _copy_of(table)
    floor, bare, ours = Meter(server), Meter(server), Meter(server)
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)
        with floor:
            floor_sum, _size, _first = _drain(_copied(connection, *escaped))
        with bare:
            statement = table.statement
            assert statement is not None
            _drain(_copied(connection, f"COPY ({statement[0]}) TO STDOUT (FORMAT csv)", statement[1]))
    before = _memory()
    with ours:
        pieces = table.csv()
        next(pieces)  # the headers
        ours_sum, size, first = _drain(pieces)
    return {
        "ours": _figures(ours),
        "floor": _figures(floor),
        "bare": _figures(bare),
        "equal": ours_sum == floor_sum and size > 0,
        "first_byte_share": round(first / max(ours.seconds, 1e-9), 4),
        "memory_mb": round(_memory() - before, 1),
        "columns": len(table.columns),
    }


def typeahead(server: Postmaster) -> dict[str, Any]:
    """Words of four characters from serial numbers; the floor asks the trigram index alone for as many ids as we rank.

    Ours is what the palette asks for of assets; what it asks of everything is `whole`.
    """
    from django.db import connection as ours_connection
    from django.test.utils import CaptureQueriesContext

    from assetry.platform.search.everything import MOST_RANKED, find_everything

    actor = _administrator()
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)
        serials = connection.execute(
            "SELECT serial_number FROM assets_asset WHERE serial_number <> '' ORDER BY md5(id::text) LIMIT %s",
            [WORDS],
        ).fetchall()
        words = [serial[-4:].lower() for (serial,) in serials]
        query = "SELECT object_id FROM search_searchdocument WHERE entity = 'asset' AND text LIKE %s LIMIT %s"

        def raw(word: str) -> list[int]:
            found = connection.execute(query, [f"%{word}%", MOST_RANKED], binary=True)
            return [key for (key,) in found.fetchall()]

        def searched(word: str, *, everything: bool = False, limit: int = IN_PALETTE) -> list[int]:
            groups = find_everything(
                actor, word, limit=limit, narrowed=lambda entity: everything or entity.name == "asset"
            )
            return [row.pk for group in groups for row in group.rows if group.entity.name == "asset"]

        equal = all(_same_found(searched(word, limit=MOST_RANKED), raw(word), MOST_RANKED) for word in words)
        floor, ours, whole = Meter(server), Meter(server), Meter(server)
        waits: list[float] = []
        for _ in range(ROUNDS):
            for total, work in (
                (floor, raw),
                (ours, searched),
                (whole, lambda word: waits.append(_timed(partial(searched, word, everything=True)))),
            ):
                with Meter(server) as turn:
                    for word in words:
                        work(word)
                total.add(turn)
        with CaptureQueriesContext(ours_connection) as statements:
            searched(words[0], everything=True)
    waits.sort()
    return {
        "ours": _figures(ours),
        "floor": _figures(floor),
        "whole": _figures(whole),
        "equal": equal,
        "median_ms": round(waits[len(waits) // 2] * 1000, 1),
        "worst_ms": round(waits[-1] * 1000, 1),
        "statements": len(statements),
        "words": len(words) * ROUNDS,
    }


def _same_found(ours: list[int], floor: list[int], most: int) -> bool:
    """The same, where not more is found than is ranked."""
    return sorted(ours) == sorted(floor) or len(floor) == most


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _copy_of(table: Any) -> tuple[str, Sequence[Any]]:
    """The very statement that our export runs."""
    statement, params = table.copying
    return statement, params


def _copied(connection: "psycopg.Connection[Any]", statement: str, params: Sequence[Any]) -> Iterator[bytes]:
    with connection.cursor().copy(statement, params) as copy:
        yield from (bytes(line) for line in copy)


def _drain(pieces: Iterator[bytes]) -> tuple[str, int, float]:
    """Checksum, size, and when the first piece came."""
    digest, size, first, began = hashlib.blake2b(), 0, 0.0, time.perf_counter()
    for piece in pieces:
        first = first or time.perf_counter() - began
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size, first


def _same_plans(connection: "psycopg.Connection[Any]") -> None:
    """Plan joins as our connections do."""
    from assetry.platform.database.planner import PLANNER_OPTIONS

    for option in PLANNER_OPTIONS.replace("-c ", "").split():
        name, _equals, value = option.partition("=")
        connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    connection.execute("SET TIME ZONE 'UTC'")


def _figures(meter: Meter) -> list[float]:
    return [meter.seconds, meter.python_seconds, meter.postgres_seconds]


def _memory() -> float:
    """Our PSS in MB."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _administrator() -> Any:
    from assetry.platform.accounts.models import User
    from assetry.platform.permissions.actor import Actor
    from bench.accounts import ADMINISTRATOR

    user = User.objects.get(email=ADMINISTRATOR)
    return Actor(user_id=user.pk, name=user.name)


def _today() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def main() -> None:
    """Measure one part."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    part, postmaster = sys.argv[1:3]
    print(json.dumps({"export": export, "typeahead": typeahead}[part](Postmaster(int(postmaster)))))


if __name__ == "__main__":
    main()
