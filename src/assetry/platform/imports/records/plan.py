"""What an import of records would do, row by row."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity
from assetry.platform.imports.actions import Action


@dataclass(eq=False, slots=True, kw_only=True)
class Missing:
    """Something that a row names and that would be made, by its name; `made` is the object once it is."""

    entity: Entity
    name: str
    company_id: int | None = None
    parent: "Reference | None" = None
    made: Any = None


@dataclass(eq=False, slots=True, kw_only=True)
class RecordRow:
    """One row: `values` by field name, a reference as a key, as something to make, or as another row of the file.

    `found` is the object that is there; `changes` are (field, before, after) in words.
    """

    number: int
    label: str = ""
    action: Action = Action.CREATE
    company_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    found: Any = None
    version: int = 0
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    made: Any = None

    def refuse(self, *reasons: str) -> None:
        """Leave the row out."""
        self.action = Action.REFUSE
        self.reasons += [reason for reason in reasons if reason not in self.reasons]

    def ledger_entry(self) -> list[Any]:
        """The row's one line in the ledger: number, action, public id, reasons, warnings, label."""
        row = self.made or self.found
        public_id = row.public_id if row is not None and self.action is not Action.REFUSE else ""
        return [self.number, self.action.value, public_id, self.reasons, self.warnings, self.label]


type Reference = int | Missing | RecordRow


@dataclass(frozen=True, kw_only=True)
class RecordPlan:
    """All rows of a file, in its order, and what accepted ones would make along."""

    rows: Sequence[RecordRow]
    missing: Sequence[Missing]
    unmapped: Sequence[str] = ()

    def of(self, *actions: Action) -> list[RecordRow]:
        """The rows with one of the actions."""
        return [row for row in self.rows if row.action in actions]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each action."""
        found = Counter(row.action.value for row in self.rows)
        return {action.value: found[action.value] for action in Action}

    @cached_property
    def needed(self) -> list[Missing]:
        """What is made along, once: what no accepted row names is not."""
        found: dict[Missing, None] = {}
        for row in self.of(Action.CREATE, Action.UPDATE):
            for value in row.values.values():
                while isinstance(value, Missing):
                    found[value] = None
                    value = value.parent  # noqa: PLW2901 - up the path
        return [missing for missing in self.missing if missing in found]

    @cached_property
    def digest(self) -> str:
        """Two plans with one digest do the same to the same versions of the same rows."""
        rows = [
            (row.number, row.action.value, row.found.pk if row.found is not None else 0, row.version)
            for row in self.rows
        ]
        made = [(missing.entity.name, missing.company_id, missing.name) for missing in self.needed]
        return hashlib.sha256(json.dumps([rows, made]).encode()).hexdigest()


def above_first(rows: Sequence[RecordRow]) -> list[RecordRow]:
    """The rows in an order in which none stands before one that it names; a ring of them is refused."""
    ordered: dict[RecordRow, None] = {}
    for row in rows:
        path = [row]
        while (above := _first_above(path[-1], ordered)) is not None and above not in path:
            path.append(above)
        if above is not None:
            for ring in path[path.index(above) :]:
                ring.refuse(_("It lies inside itself, by way of row %(number)d.") % {"number": above.number})
        ordered.update(dict.fromkeys(reversed(path)))
    return list(ordered)


def _first_above(row: RecordRow, ordered: Mapping[RecordRow, None]) -> RecordRow | None:
    above = (value for value in row.values.values() if isinstance(value, RecordRow))
    return next((value for value in above if value not in ordered), None)


def summarize(plan: RecordPlan, samples: int = 50) -> dict[str, Any]:
    """The figures of a plan and its first refused rows, warnings, changes and things to make."""
    updates = plan.of(Action.UPDATE)
    names: dict[str, list[str]] = {}
    for missing in plan.needed:
        names.setdefault(missing.entity.name, []).append(missing.name)
    warned = [row for row in plan.rows if row.warnings and row.action is not Action.REFUSE]
    return {
        "counts": plan.counts,
        "made": {entity: len(found) for entity, found in names.items()},
        "made_names": {entity: found[:samples] for entity, found in names.items()},
        "unmapped": list(plan.unmapped),
        "values": sum(len(row.changes) for row in updates),
        "warning_count": len(warned),
        "warnings": [[row.number, row.label, row.warnings] for row in warned[:samples]],
        "refused": [[row.number, row.label, row.reasons] for row in plan.of(Action.REFUSE)[:samples]],
        "changes": [[row.label, *change] for row in updates for change in row.changes][:samples],
    }
