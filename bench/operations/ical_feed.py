"""A calendar against the same text written plainly, and the word that it did not change; 100,000 assets give the most
events that there may be, 5,000.
"""

from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("ical_feed", "ical_feed_304")


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of a hundred; the floor of the 304 is the calendar itself."""
    for rows in bench.sizes_or(10_000, 100_000):
        found = read_in(bench, copy_of(bench, register_of(bench, rows), "feed"), "feed", "bench.due")
        yield reported("ical_feed", found["events"], found)
        yield reported("ical_feed_304", found["events"], found, ours="tag", floor="ours")
