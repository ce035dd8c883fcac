"""A calendar of up to 5,000 events, against the same text written plainly; and the word that it did not change."""

from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result
from bench.workers import read_in

OPERATIONS = ("ical_feed", "ical_feed_304")


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of ten; the floor of the 304 is the calendar itself."""
    for rows in bench.sizes_or(10_000):
        found = read_in(bench, copy_of(bench, register_of(bench, rows), "feed"), "feed", "bench.due")
        cpu = {name: sum(found[name][1:]) for name in ("ours", "floor", "tag")}
        yield _result(
            "ical_feed", found["events"], found["ours"][0], cpu["ours"], cpu["floor"], equal=found["equal"]
        )
        yield _result(
            "ical_feed_304", found["events"], found["tag"][0], cpu["tag"], cpu["ours"], equal=found["equal"]
        )


def _result(operation: str, rows: int, seconds: float, ours: float, floor: float, *, equal: bool) -> Result:
    return Result(
        operation=operation,
        rows=rows,
        seconds=round(seconds, 4),
        cpu_seconds=round(ours, 4),
        floor_seconds=round(floor, 4),
        ratio=round(ours / floor, 2) if floor else None,
        checksum_equal=equal,
    )
