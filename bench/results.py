"""One measured operation, and the two forms in which results are handed on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bench.metering import Meter


@dataclass(frozen=True, kw_only=True)
class Result:
    """`seconds` is wall time, `cpu_seconds` that of Python and PostgreSQL, `floor_seconds` the floor's CPU.

    `ratio` is `cpu_seconds / floor_seconds`, `growth` that of `cpu_seconds` since the smallest size of the run; None
    stands for what an operation does not have.
    """

    operation: str
    rows: int
    seconds: float
    cpu_seconds: float
    floor_seconds: float | None = None
    ratio: float | None = None
    sql_statements: int | None = None
    memory_mb: float | None = None
    checksum_equal: bool | None = None
    growth: float | None = None


def compared(
    operation: str,
    *,
    rows: int,
    ours: Meter,
    floor: Meter,
    checksum_equal: bool,
    sql_statements: int | None = None,
    memory_mb: float | None = None,
) -> Result:
    """The result of an operation that was measured beside its floor."""
    return Result(
        operation=operation,
        rows=rows,
        seconds=round(ours.seconds, 4),
        cpu_seconds=round(ours.cpu_seconds, 4),
        floor_seconds=round(floor.cpu_seconds, 4),
        ratio=round(ours.cpu_seconds / floor.cpu_seconds, 2) if floor.cpu_seconds else None,
        sql_statements=sql_statements,
        memory_mb=memory_mb,
        checksum_equal=checksum_equal,
    )


def reported(
    operation: str, rows: int, found: Mapping[str, Any], *, ours: str = "ours", floor: str = "floor"
) -> Result:
    """The result of what a process of its own measured: `ours` and `floor` name its figures (wall, Python, PostgreSQL).

    Of work that was done `rounds` times seconds are those of one.
    """
    rounds = found.get("rounds", 1)
    wall = found[ours][0] / rounds
    mine, least = (sum(found[name][1:]) / rounds for name in (ours, floor))
    return Result(
        operation=operation,
        rows=rows,
        seconds=round(wall, 5),
        cpu_seconds=round(mine, 5),
        floor_seconds=round(least, 5),
        ratio=round(mine / least, 2) if least else None,
        sql_statements=found.get("statements"),
        memory_mb=found.get("memory_mb"),
        checksum_equal=found["equal"],
    )


def with_growth(results: Sequence[Result]) -> list[Result]:
    """Of an operation that was measured at several sizes, how its CPU grew since the smallest."""
    smallest: dict[str, Result] = {}
    for result in sorted(results, key=lambda result: result.rows):
        smallest.setdefault(result.operation, result)
    return [_grown(result, smallest[result.operation]) for result in results]


def _grown(result: Result, least: Result) -> Result:
    if result.rows == least.rows or not least.cpu_seconds:
        return result
    return replace(result, growth=round(result.cpu_seconds / least.cpu_seconds, 2))


def write(results: Sequence[Result], path: Path, *, keep_others: bool = False) -> None:
    """As a JSON list of objects; `keep_others`: what was measured before under other names stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    measured = {result.operation for result in results}
    before = json.loads(path.read_text()) if keep_others and path.exists() else []
    others = [result for result in before if result["operation"] not in measured]
    path.write_text(json.dumps([*others, *map(asdict, results)], indent=2) + "\n")


def table(results: Sequence[Result]) -> str:
    """As aligned text, one line per result."""
    names = list(Result.__dataclass_fields__)
    lines = [names, *[[_text(value) for value in asdict(result).values()] for result in results]]
    widths = [max(len(line[index]) for line in lines) for index in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) if index == 0 else cell.rjust(width) for index, (cell, width) in pairs)
        for line in lines
        for pairs in [list(enumerate(zip(line, widths, strict=True)))]
    )


def _text(value: object) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "NO"
        case float():
            return f"{value:,.3f}"
        case int():
            return f"{value:,}"
    return str(value)
