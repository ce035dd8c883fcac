"""What an import would do, row by row: decided once, shown by the dry run, carried out unchanged or not at all."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assetry.platform.imports.actions import Action

__all__ = ["Action", "Pending", "Plan", "Ref", "RowPlan", "made_by"]


@dataclass(eq=False, slots=True)
class Pending:
    """Something that the import would make. `values` are its columns, keys of others among them as references."""

    entity: str
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None

    @property
    def needs(self) -> list["Pending"]:
        """What has to be made before it."""
        return [value for value in self.values.values() if isinstance(value, Pending)]


type Ref = int | Pending


@dataclass(slots=True, kw_only=True)
class RowPlan:
    """One row. `asset` holds every column of the asset as it would be, `facet` those of its typed row, `custom`
    its custom fields.

    `moves` says that holder or location change, `restated` that the status does. `changes` are (field, before, after)
    in words, for the dry run. `asset_id` and `version` name the asset that was found, `kind_id` its kind.
    """

    number: int
    action: Action
    label: str = ""
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    asset: dict[str, Any] = field(default_factory=dict)
    facet: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    moves: bool = False
    restated: bool = False
    old_tag: str = ""
    asset_id: int | None = None
    public_id: str = ""
    version: int = 0
    kind_id: int = 0

    def ledger_entry(self) -> list[Any]:
        """The row's one line in the ledger: number, action, public id of the asset, reasons, warnings."""
        return [self.number, self.action.value, self.public_id, self.reasons, self.warnings, self.label]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All rows of a file. `made` is what accepted rows need, each after what it needs itself."""

    rows: Sequence[RowPlan]
    made: Sequence[Pending]
    unmapped: Sequence[str] = ()

    def of(self, *actions: Action) -> list[RowPlan]:
        """The rows with one of the actions, in the order of the file."""
        return [row for row in self.rows if row.action in actions]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows have each action."""
        found = Counter(row.action.value for row in self.rows)
        return {action.value: found[action.value] for action in Action}

    @cached_property
    def made_counts(self) -> dict[str, int]:
        """How many of each entity would be made."""
        return dict(Counter(pending.entity for pending in self.made))

    @cached_property
    def digest(self) -> str:
        """Two plans with one digest do the same to the same versions of the same assets."""
        rows = [(row.number, row.action.value, row.asset_id, row.version) for row in self.rows]
        made = [(pending.entity, pending.name) for pending in self.made]
        return hashlib.sha256(json.dumps([rows, made]).encode()).hexdigest()


def made_by(rows: Sequence[RowPlan]) -> list[Pending]:
    """What these rows need to be made, each once, each after what it needs itself."""
    found: dict[Pending, None] = {}
    for row in rows:
        for value in row.asset.values():
            if isinstance(value, Pending) and value not in found:
                found.update(dict.fromkeys(_with_needs(value)))
    return list(found)


def _with_needs(pending: Pending) -> Iterator[Pending]:
    for need in pending.needs:
        yield from _with_needs(need)
    yield pending
