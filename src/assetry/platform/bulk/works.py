"""What can be done to many rows, registered by the areas: each says what it would do, does it, and takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from assetry.kernel.fields import Field
from assetry.kernel.refusals import Refusal, Text
from assetry.kernel.registry import Entity
from assetry.platform.permissions.actor import Actor

type Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of a row, before and after."""

    field: Field
    before: Any
    after: Any


type Differences = Mapping[int, Sequence[Difference]]


@dataclass(frozen=True)
class Verdicts:
    """What would become of rows, by their keys: `same` are so already, `reasons` say why not, the others change."""

    same: frozenset[int]
    reasons: Mapping[int, Refusal]


@dataclass(frozen=True, kw_only=True)
class Task:
    """A work on some rows: who wants it, on which keys, with which arguments, `versions` where they were shown."""

    actor: Actor
    ids: Sequence[int]
    arguments: Arguments
    at: datetime
    versions: Mapping[int, int]
    events: Sequence[int] = ()


class Work(Protocol):
    """One thing that can be done to many rows of an entity, all or none."""

    @property
    def entity(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def permission(self) -> str: ...
    @property
    def verb(self) -> Text: ...
    @property
    def icon(self) -> str: ...

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """What an edit can set on these rows (a query of keys), by name; nothing where an area has its own form."""

    def decide(self, task: Task) -> Verdicts:
        """What it would do now, without doing it."""

    def differences(self, task: Task) -> Differences:
        """What would change about each of a few rows that change."""

    def carry_out(self, task: Task) -> None:
        """Do it to all of them, each of its version, in a bounded number of statements where that is possible.

        Raises a Refusal, with `reasons` by key where some of them are why.
        """

    def decide_undo(self, task: Task) -> Verdicts:
        """What taking it back would do, `events` being those that did it and `versions` those that it left."""

    def differences_undone(self, task: Task) -> Differences:
        """What taking it back would change about each of a few rows."""

    def undo(self, task: Task) -> None:
        """Take it back, all or none."""


def shareable(fields: Mapping[str, Field], entity: Entity) -> dict[str, Field]:
    """Those that the entity's edit operation changes, without its names and whatever no two rows can share."""
    edits = {"edit", f"edit_{entity.name}"}
    return {
        name: field
        for name, field in fields.items()
        if field.edited_by in edits and not field.unique and name not in entity.label_columns
    }
