"""Look whether this installation is sound, and say what to do where it is not.

Changes nothing. Ends with 0 when all is well, with 1 when something is a problem; a warning is no problem.
"""

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from assetry.platform.doctor.checks import Level, Result, run_checks, worst

MARKS = {Level.OK: "ok      ", Level.WARNING: "warning ", Level.PROBLEM: "PROBLEM "}
SHOWN_ROWS = 10


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry doctor`."""
    parser = commands.add_parser("doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")


def run(arguments: argparse.Namespace) -> int:
    """Run every check; returns the exit code."""
    results = []
    for result in run_checks(lambda: datetime.now(UTC)):
        results.append(result)
        if not arguments.json:
            print("\n".join(_lines(result)), flush=True)
    if arguments.json:
        print(json.dumps(_document(results), indent=2))
    else:
        print(_summary(results))
    return 1 if worst(results) is Level.PROBLEM else 0


def _lines(result: Result) -> Iterable[str]:
    finding = result.finding
    yield f"{MARKS[finding.level]}{result.check.label}: {finding.detail}"
    if finding.mend and finding.level is not Level.OK:
        yield f"        → {finding.mend}"
    if finding.rows:
        more = len(finding.rows) - SHOWN_ROWS
        yield "          " + ", ".join(finding.rows[:SHOWN_ROWS]) + (f" and {more} more" if more > 0 else "")


def _summary(results: list[Result]) -> str:
    counts = {level: sum(result.finding.level is level for result in results) for level in Level}
    return (
        f"{len(results)} checks: {counts[Level.PROBLEM]} problems, {counts[Level.WARNING]} warnings, "
        f"{counts[Level.OK]} in order."
    )


def _document(results: list[Result]) -> dict[str, object]:
    return {
        "level": worst(results),
        "checks": [
            {
                "name": result.check.name,
                "label": str(result.check.label),
                "level": result.finding.level,
                "detail": str(result.finding.detail),
                "mend": str(result.finding.mend),
                "rows": list(result.finding.rows),
            }
            for result in results
        ],
    }
