"""What ends in 90 days: the first page with names, how many, what they cost; against the same as plain statements."""

import subprocess
import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result
from bench.workers import read_in

OPERATIONS = ("ends_90_days",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 30 readings; a contract for each twentieth asset, two coverage rows for each."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "ends")
        owner = {**register.environment, "ASSETRY_OWNER_DATABASE_URL": register.owner_url}
        words = [sys.executable, "-m", "bench.ends", "fill", str(bench.database.postmaster)]
        subprocess.run(words, env=owner, check=True, stdout=subprocess.DEVNULL)
        found = read_in(bench, register, "board", "bench.ends")
        ours, floor = (sum(found[name][1:]) for name in ("ours", "floor"))
        yield Result(
            operation="ends_90_days",
            rows=rows,
            seconds=round(found["ours"][0], 4),
            cpu_seconds=round(ours, 4),
            floor_seconds=round(floor, 4),
            ratio=round(ours / floor, 2) if floor else None,
            sql_statements=found["statements"],
            checksum_equal=found["equal"],
        )
