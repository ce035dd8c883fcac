"""Four characters of a serial number, anywhere: ranked and in scope, against the bare trigram index.

The line is the search for assets alone; the whole box over everything that is registered is printed beside it.
"""

import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("typeahead",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 1,000 searches."""
    for rows in bench.sizes_or(10_000, 100_000, 1_000_000):
        found = read_in(bench, register_of(bench, rows), "typeahead")
        print(
            f"  everything in {rows:,}: {found['median_ms']} ms, at worst {found['worst_ms']} ms, "
            f"{sum(found['whole'][1:]) / found['words'] * 1000:.1f} ms of CPU, "
            f"{found['statements']} statements",
            file=sys.stderr,
        )
        yield reported("typeahead", rows, found)
