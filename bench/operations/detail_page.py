"""The page of one asset that somebody holds, in a small and a large register."""

import re
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import register_of
from bench.pages import PageBench
from bench.results import Result

OPERATIONS = ("detail_page",)
PAGE = PageBench(
    operation="detail_page",
    path="/assets/A00000000501",
    floor="bench.floors.detail_page",
    parts=re.compile(r"<dl class=\"props[^>]*>(.*?)</dl>|<tbody>(.*?)</tbody>", re.DOTALL),
)


def run(bench: Bench) -> Iterator[Result]:
    """The asset is the same in both."""
    for rows in bench.sizes_or(10_000, 100_000):
        yield PAGE.measure(bench, register_of(bench, rows))
