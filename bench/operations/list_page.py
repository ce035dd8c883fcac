"""The list of all assets, its first fifty rows, in a small and a large register."""

import re
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import register_of
from bench.pages import PageBench
from bench.results import Result

OPERATIONS = ("list_page",)
PAGE = PageBench(
    operation="list_page",
    path="/assets",
    floor="bench.floors.list_page",
    parts=re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL),
)


def run(bench: Bench) -> Iterator[Result]:
    """How it grows is the second line's `cpu_seconds` by the first one's."""
    for rows in bench.sizes_or(10_000, 100_000):
        yield PAGE.measure(bench, register_of(bench, rows))
