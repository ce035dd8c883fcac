"""What an asset reaches when it stops, over six steps: in scope and ready to show, against one recursive query."""

import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("impact",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 150 walks over a fifth as many relations as assets."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "impact")
        read_in(bench, register, "fill", "bench.impact", owner=True)
        found = read_in(bench, register, "walk", "bench.impact")
        print(f"  {found['reached']:,} reached on average", file=sys.stderr)
        yield reported("impact", rows, found)
