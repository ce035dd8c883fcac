"""Totals and facets of half of the rows: from counters where nothing is asked, else counted, against the best scan."""

import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("total_unfiltered", "total_filtered", "facets_unfiltered", "facets_filtered")


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of one answer; its milliseconds are printed."""
    for rows in bench.sizes_or(10_000, 100_000, 1_000_000):
        register = register_of(bench, rows)
        for operation in OPERATIONS:
            if bench.wants(operation):
                found = read_in(bench, register, operation, "bench.figuring")
                result = reported(operation, rows, found)
                print(f"  {operation} of {rows:,}: {result.seconds * 1000:.1f} ms", file=sys.stderr)
                yield result
