"""What ends in 90 days: the first page with names, how many, what they cost; against the same as plain statements."""

from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("ends_90_days",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 30 readings; a contract for each twentieth asset, two coverage rows for each."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "ends")
        read_in(bench, register, "fill", "bench.ends", owner=True)
        found = read_in(bench, register, "board", "bench.ends")
        yield reported("ends_90_days", rows, found)
