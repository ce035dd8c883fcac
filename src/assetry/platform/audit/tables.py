"""Every table declares what the trail does with it: trailed, evidence or technical."""

from dataclasses import dataclass
from enum import StrEnum


class Wall(StrEnum):
    """Which rows an event may touch: those of its companies, shared ones, or accounts."""

    COMPANY = "company"
    SHARED = "shared"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Trailed:
    """Each change is written to the trail, and refused without an event.

    `subject` is the column naming the object in whose timeline the row belongs, `subject_table` its table
    (None: the row itself). `mirrors` are columns left out of the trail, `secret` ones are recorded as changed
    without their values, `personal` values lie in a column of their own. `account_column` is for Wall.ACCOUNT.
    """

    subject: str | None = None
    subject_table: str | None = None
    wall: Wall = Wall.COMPANY
    mirrors: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    account_column: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Append-only: discovered facts."""


@dataclass(frozen=True)
class Technical:
    """Sessions, jobs, counters, mirrors: no business data, not trailed."""
