"""The whole register as CSV with 20 columns, against COPY of the same escaped query by psycopg alone."""

import sys
from collections.abc import Iterator
from dataclasses import replace

from bench.database import Bench
from bench.datasets import register_of
from bench.results import Result, reported
from bench.workers import read_in

OPERATIONS = ("export_1m",)


def run(bench: Bench) -> Iterator[Result]:
    """Growth is linear in the rows; how soon the first row came, and what COPY without escapes takes, is printed."""
    for rows in bench.sizes_or(10_000, 100_000, 1_000_000):
        register = register_of(bench, rows)
        found = read_in(bench, register, "export")
        ours, bare = (sum(found[name][1:]) for name in ("ours", "bare"))
        print(
            f"  export of {rows:,}: {ours / bare:.2f} times bare COPY, first row after "
            f"{found['first_byte_share']:.2%}, {found['memory_mb']} MB more",
            file=sys.stderr,
        )
        yield replace(reported("export_1m", rows, found), sql_statements=1)
