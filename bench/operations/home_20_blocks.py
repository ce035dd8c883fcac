"""Home with twenty pinned views, each its first rows and its total; against the statements that it makes, alone."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result

OPERATIONS = ("home_20_blocks",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 20 pages."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "home")
        words = [
            sys.executable,
            "-m",
            "bench.home",
            "blocks",
            str(bench.database.postmaster),
            register.session,
        ]
        done = subprocess.run(words, env=register.environment, check=True, stdout=subprocess.PIPE, text=True)
        found = json.loads(done.stdout)
        ours, floor = (sum(found[name][1:]) for name in ("ours", "floor"))
        yield Result(
            operation="home_20_blocks",
            rows=rows,
            seconds=round(found["ours"][0], 4),
            cpu_seconds=round(ours, 4),
            floor_seconds=round(floor, 4),
            ratio=round(ours / floor, 2) if floor else None,
            sql_statements=found["statements"],
            checksum_equal=found["equal"],
        )
