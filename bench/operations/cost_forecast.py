"""What recurs in 36 months by cost center, to the last minor unit; against one aggregate scan."""

import subprocess
import sys
from collections.abc import Iterator

from bench.database import Bench
from bench.datasets import copy_of, register_of
from bench.results import Result
from bench.workers import read_in

OPERATIONS = ("cost_forecast",)


def run(bench: Bench) -> Iterator[Result]:
    """Seconds are those of 10 forecasts over a contract for each twentieth asset."""
    for rows in bench.sizes_or(10_000, 100_000):
        register = copy_of(bench, register_of(bench, rows), "costs")
        owner = {**register.environment, "ASSETRY_OWNER_DATABASE_URL": register.owner_url}
        words = [sys.executable, "-m", "bench.ends", "fill", str(bench.database.postmaster)]
        subprocess.run(words, env=owner, check=True, stdout=subprocess.DEVNULL)
        found = read_in(bench, register, "forecast", "bench.costs")
        ours, floor = (sum(found[name][1:]) for name in ("ours", "floor"))
        yield Result(
            operation="cost_forecast",
            rows=rows,
            seconds=round(found["ours"][0], 4),
            cpu_seconds=round(ours, 4),
            floor_seconds=round(floor, 4),
            ratio=round(ours / floor, 2) if floor else None,
            sql_statements=found["statements"],
            checksum_equal=found["equal"],
        )
