"""Golden queries: numbers that people know, asked before and after. Areas register theirs at start."""

import hashlib
from dataclasses import dataclass
from typing import LiteralString

import psycopg

type Rows = list[list[str | None]]


@dataclass(frozen=True)
class GoldenQuery:
    """`query` is plain SQL without parameters whose rows have a total order."""

    name: str
    query: LiteralString

    @property
    def digest(self) -> str:
        """Tells whether two versions of Assetry ask the same."""
        return hashlib.sha256(self.query.encode()).hexdigest()


_registered: dict[str, GoldenQuery] = {}


def register_golden(name: str, query: LiteralString) -> None:
    """Have it asked at each backup and restore from now on."""
    _registered[name] = GoldenQuery(name, query)


def golden_queries() -> list[GoldenQuery]:
    """All of them by name."""
    return [_registered[name] for name in sorted(_registered)]


def answer(connection: psycopg.Connection, golden: GoldenQuery) -> Rows:
    """Every value as text, as JSON can hold it."""
    return [
        [None if value is None else str(value) for value in row]
        for row in connection.execute(golden.query).fetchall()
    ]
