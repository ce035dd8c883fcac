"""The sweep of forty reminder policies, against their plain queries and one COPY of as many results."""

import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result
from bench.workers import read_in

OPERATIONS = ("reminder_sweep",)


def run(bench: Bench) -> Iterator[Result]:
    """Ours also fills inboxes, writes mails and notes which reminder is in which mail."""
    for rows in bench.sizes_or(10_000):
        found = read_in(bench, copy_of(bench, register_of(bench, rows), "sweep"), "sweep", "bench.due")
        ours, floor = (sum(found[name][1:]) for name in ("ours", "floor"))
        print(f"  {found['reminders']:,} reminders", file=sys.stderr)
        yield Result(
            operation="reminder_sweep",
            rows=rows,
            seconds=round(found["ours"][0], 4),
            cpu_seconds=round(ours, 4),
            floor_seconds=round(floor, 4),
            ratio=round(ours / floor, 2) if floor else None,
            checksum_equal=found["equal"],
        )
