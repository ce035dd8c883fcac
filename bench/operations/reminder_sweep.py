"""The sweep of forty reminder policies, against their plain queries and one COPY of as many results."""

import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("reminder_sweep",)


def run(bench: Bench) -> Iterator[Result]:
    """Ours also fills inboxes, writes mails and notes which reminder is in which mail."""
    for rows in bench.sizes_or(10_000):
        found = read_in(bench, copy_of(bench, register_of(bench, rows), "sweep"), "sweep", "bench.due")
        ours, floor, kept = (sum(found[name][1:]) for name in ("ours", "floor", "kept"))
        print(
            f"  {found['reminders']:,} reminders; {ours / (floor + kept):.2f} times with a COPY of reminders and "
            "inbox items into tables of their indexes",
            file=sys.stderr,
        )
        yield reported("reminder_sweep", rows, found)
