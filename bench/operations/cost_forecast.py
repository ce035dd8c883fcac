"""What recurs in 36 months by cost center, to the last minor unit; against one aggregate scan."""

from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("cost_forecast",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 10 forecasts over a contract for each twentieth asset."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "costs")
        read_in(bench, register, "fill", "bench.ends", owner=True)
        found = read_in(bench, register, "forecast", "bench.costs")
        yield reported("cost_forecast", rows, found)
