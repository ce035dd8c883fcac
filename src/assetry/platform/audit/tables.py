"""Every table declares what the trail does with it: trailed, evidence or technical."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

COMPANY: Final = "company_id"


class Wall(StrEnum):
    """Which rows an event may touch: those of its companies, shared ones, or accounts."""

    COMPANY = "company"
    SHARED = "shared"
    ACCOUNT = "account"


@dataclass(frozen=True, kw_only=True)
class Trailed:
    """Each change is written to the trail, and refused without an event.

    `subject` is the column naming the object in whose timeline the row belongs, `subject_table` its table
    (None: the row itself); `subject_table_column` is a column with that table's name, for rows that hang on things of
    any table. `mirrors` are columns left out of the trail, `secret` ones are recorded as changed
    without their values, `personal` values lie in a table of their own. All are names of database columns.
    Wall.COMPANY reads `company_id`, and `further_company` where a row stands in two companies: an event has to hold
    both. Wall.ACCOUNT rows are for who manages access, and for the user whom
    `account_column` names (None: nobody else).
    """

    subject: str | None = None
    subject_table: str | None = None
    subject_table_column: str | None = None
    wall: Wall = Wall.COMPANY
    mirrors: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    account_column: str | None = None
    further_company: str | None = None

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself; raises ValueError."""
        tables = [self.subject_table, self.subject_table_column]
        if sum(table is not None for table in tables) != (self.subject is not None):
            raise ValueError("subject and one of subject_table, subject_table_column belong together.")
        if self.account_column is not None and self.wall is not Wall.ACCOUNT:
            raise ValueError("account_column belongs to Wall.ACCOUNT.")
        if self.further_company is not None and self.wall is not Wall.COMPANY:
            raise ValueError("further_company belongs to Wall.COMPANY.")
        named = (*self.mirrors, *self.secret, *self.personal)
        if len(named) != len(set(named)):
            raise ValueError("A column is a mirror, secret or personal: one of them.")

    @property
    def named_columns(self) -> frozenset[str]:
        """Every column that the declaration names: the table must have them."""
        wall = {Wall.COMPANY: COMPANY, Wall.ACCOUNT: self.account_column, Wall.SHARED: None}[self.wall]
        one_each = (self.subject, self.subject_table_column, wall, self.further_company)
        single = {name for name in one_each if name is not None}
        return frozenset({*self.mirrors, *self.secret, *self.personal, *single})


@dataclass(frozen=True)
class Evidence:
    """Append-only: discovered facts."""


@dataclass(frozen=True)
class Technical:
    """Sessions, jobs, counters, mirrors: no business data, not trailed."""


type Declaration = Trailed | Evidence | Technical
