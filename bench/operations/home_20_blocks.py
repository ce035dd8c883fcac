"""Home with twenty pinned views, each its first rows and its total; against the statements that it makes, alone."""

from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("home_20_blocks",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 20 pages."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "home")
        found = read_in(bench, register, "blocks", "bench.home", register.session)
        yield reported("home_20_blocks", rows, found)
