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
        print(f"  {found['reminders']:,} reminders", file=sys.stderr)
        yield reported("reminder_sweep", rows, found)
