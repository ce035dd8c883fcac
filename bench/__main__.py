"""`python -m bench [--size ROWS …] [OPERATION …]`: measure all or some operations, one after the other.

Registers are kept in ASSETRY_BENCH_DIR from one run to the next; without it they are made anew, and thrown away.
"""

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
import traceback
from pathlib import Path
from types import ModuleType

from bench import operations
from bench.database import Bench, bench_in
from bench.results import Result, table, with_growth, write

RESULTS = Path(__file__).parent / "results" / "latest.json"


def main() -> int:
    """Measure, print, write; 1 when an operation could not be measured or gave another answer than its floor."""
    modules = [
        importlib.import_module(m.name)
        for m in pkgutil.iter_modules(operations.__path__, "bench.operations.")
    ]
    known = [name for module in modules for name in module.OPERATIONS]
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "operations", nargs="*", choices=[*known, []], metavar="OPERATION", help=", ".join(known)
    )
    parser.add_argument(
        "--size", type=int, action="append", default=[], metavar="ROWS", help="for registers; may be repeated"
    )
    asked = parser.parse_args()
    wanted = asked.operations or known
    kept = Path(os.environ["ASSETRY_BENCH_DIR"]).absolute() if "ASSETRY_BENCH_DIR" in os.environ else None
    results: list[Result] = []
    failed = False
    with (
        tempfile.TemporaryDirectory(prefix="assetry-bench.", ignore_cleanup_errors=True) as folder,
        bench_in(Path(folder), kept, tuple(asked.size), frozenset(asked.operations)) as bench,
    ):
        for module in modules:
            if set(wanted) & set(module.OPERATIONS):
                failed |= not _measure(module, bench, results)
    results = with_growth(results)
    write(results, RESULTS, keep_others=wanted != known)
    print(table(results))
    return int(failed or any(result.checksum_equal is False for result in results))


def _measure(module: ModuleType, bench: Bench, results: list[Result]) -> bool:
    """One module must not keep the others from being measured."""
    print(f"measuring {', '.join(module.OPERATIONS)}", file=sys.stderr)
    try:
        for result in module.run(bench):
            results.append(result)
            said = f"  {result.operation} at {result.rows:,}: {result.cpu_seconds:.3f} s"
            print(f"{said}, ratio {result.ratio}, same {result.checksum_equal}", file=sys.stderr)
    except Exception:  # noqa: BLE001 (a boundary, like a job's)
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
