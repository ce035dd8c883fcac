"""The list of all assets, its first fifty rows, at each scope, at its end, and in each order that it has."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from bench.database import Bench
from bench.datasets import Register, register_of
from bench.pages import PageBench
from bench.results import Result

PAGE = PageBench(
    operation="list_page",
    path="/assets",
    floor="bench.floors.list_page",
    parts=re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL),
    scope="half",
)
BY_SCOPE = {f"list_page_{name}": replace(PAGE, scope=name) for name in ("small", "six", "nineteen", "places")}
OPERATIONS = ("list_page", "list_last_page", "list_sort", *BY_SCOPE)
# Every column that is declared as one to sort by, custom fields with an index among them.
SORTS = ("name", "asset_tag", "purchased_on", "custom_weight", "custom_leased_until", "custom_cost_code")


def run(bench: Bench) -> Iterator[Result]:
    """How much each grows from the smallest to the largest register is in the last one's line."""
    for rows in bench.sizes_or(10_000, 100_000, 1_000_000):
        register = register_of(bench, rows)
        if bench.wants("list_page") or bench.wants("list_last_page"):
            first = PAGE.measure(bench, register)
            yield first
            yield _last_page(bench, register, first)
        if bench.wants("list_sort"):
            yield _sorted(bench, register)
        for operation, page in BY_SCOPE.items():
            if bench.wants(operation):
                yield replace(page, operation=operation).measure(bench, register)


def _last_page(bench: Bench, register: Register, first: Result) -> Result:
    """Its floor is our own first page."""
    page = replace(PAGE, operation="list_last_page", path="/assets?cursor=last", backward=True)
    last = page.measure(bench, register)
    return replace(
        last, floor_seconds=first.cpu_seconds, ratio=round(last.cpu_seconds / first.cpu_seconds, 2)
    )


def _sorted(bench: Bench, register: Register) -> Result:
    """All orders together; each one's line is printed as it is measured."""
    page = replace(PAGE, operation="list_sort", requests=25)
    orders = [f"{sign}{sort}" for sort in SORTS for sign in ("", "-")]
    found = [replace(page, path=f"/assets?sort={order}").measure(bench, register) for order in orders]
    for order, result in zip(orders, found, strict=True):
        print(f"  by {order}: {result.cpu_seconds:.2f} s, ratio {result.ratio}", file=sys.stderr)
    ours, floor = sum(each.cpu_seconds for each in found), sum(each.floor_seconds or 0 for each in found)
    return replace(
        found[0],
        seconds=round(sum(each.seconds for each in found), 4),
        cpu_seconds=round(ours, 4),
        floor_seconds=round(floor, 4),
        ratio=round(ours / floor, 2),
        sql_statements=max(each.sql_statements or 0 for each in found),
        checksum_equal=all(each.checksum_equal for each in found),
    )
