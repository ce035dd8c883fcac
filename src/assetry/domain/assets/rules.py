"""Decisions of the register: pure, no database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

BACKDATE_LIMIT = timedelta(days=90)
MAX_CONTAINMENT_DEPTH = 8

RETIRED_STATES = frozenset({"retired", "disposed"})
# In every other state nobody holds the asset: leaving for one of them takes it back.
HELD_STATES = frozenset({"in_use", "in_maintenance", "missing"})
# Editable while frozen: what is known about it, not what happens with it.
EDITABLE_WHILE_FROZEN = frozenset({"note", "cost_amount", "cost_currency"})


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """What decides about one asset, read under its lock. `open_since` is the start of its newest open period."""

    id: int
    label: str
    company_id: int
    category_id: int
    kind_id: int
    is_custodied: bool
    status_id: int
    status_name: str
    state: str
    is_assignable: bool
    is_frozen: bool
    holder_name: str | None
    holder_key: tuple[str, int] | None
    location_id: int | None
    open_since: datetime
    version: int
    time_zone: str
    has_contents: bool
    expected_return_on: date | None

    def is_due_otherwise(self, day: date | None) -> bool:
        """Whether this is a new day for giving back what somebody has."""
        return day is not None and self.holder_key is not None and day != self.expected_return_on

    @property
    def is_nested(self) -> bool:
        """Whether it lies in another asset or holds some: then its moves concern the tree of its company."""
        return self.has_contents or (self.holder_key is not None and self.holder_key[0] == "holder_asset_id")


def may_happen_at(effective_at: datetime, *, at: datetime, open_since: datetime) -> bool:
    """Back-dating: inside the open period, at most 90 days, never in the future."""
    return open_since < effective_at <= at and effective_at >= at - BACKDATE_LIMIT


def would_cycle(asset_id: int, ancestors: list[int]) -> bool:
    """Whether the asset is among the ancestors of what it is to go into (that one included)."""
    return asset_id in ancestors
