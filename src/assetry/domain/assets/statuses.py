"""Which status an operation sets, and which moves a kind allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.rules import AssetFacts
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotPermitted, Refusal
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True)
class StatusChoice:
    """The status chosen by a person, or the default of an operation per kind; within `states` where given.

    What it needs to know is read once, however many assets ask. Check-out and check-in are themselves the permission
    for what they set; a status that a person chose (`checks_permission`) takes the transition's own.
    """

    operation: str
    chosen: Status | None
    states: frozenset[str] | None
    checks_permission: bool = False

    def resolve(self, actor: Actor, facts: Sequence[AssetFacts]) -> dict[int, tuple[Status, Refusal | None]]:
        """Per asset id: the status that it would get, and the refusal if it may not get it."""
        chosen = {fact.id: self._status_for(fact) for fact in facts}
        moving = {fact.id: self._transition(fact, chosen[fact.id]) for fact in facts}
        values = self._required_values([(fact.id, row) for fact in facts if (row := moving[fact.id])])
        return {
            fact.id: (
                chosen[fact.id],
                self._refusal(actor, fact, chosen[fact.id], moving[fact.id], values.get(fact.id, {})),
            )
            for fact in facts
        }

    def _status_for(self, fact: AssetFacts) -> Status:
        """A status without a key where nothing fits."""
        status = self.chosen or self._defaults.get(fact.kind_id)
        return status or Status(name=str(State(next(iter(self.states or {fact.state}))).label))

    def _transition(self, fact: AssetFacts, status: Status) -> StateTransition | None:
        return self._transitions.get((fact.kind_id, fact.state, status.state))

    def _refusal(
        self,
        actor: Actor,
        fact: AssetFacts,
        status: Status,
        transition: StateTransition | None,
        values: Mapping[str, Any],
    ) -> Refusal | None:
        usable = (status.pk, fact.kind_id) in self._statuses_of_kinds and not status.is_archived
        if not usable or (self.states is not None and status.state not in self.states):
            return refusals.StatusOfAnotherKind(field="status", asset=fact.label, status=status.name)
        if status.state == fact.state:
            return None
        if transition is None:
            return refusals.TransitionNotAllowed(
                field="status", asset=fact.label, source=fact.status_name, target=status.name
            )
        row = {
            "company_id": fact.company_id,
            "location_id": fact.location_id,
            "category_id": fact.category_id,
        }
        if self.checks_permission and not actor.scope(transition.permission).covers(**row):
            return NotPermitted(permission=transition.permission)
        missing = [
            str(field.label) for field in self._required(transition) if _value(values, field) in (None, "")
        ]
        if missing:
            return refusals.FieldsMissing(
                field="status", asset=fact.label, target=status.name, fields=", ".join(missing)
            )
        return None

    def _required_values(self, moving: Sequence[tuple[int, StateTransition]]) -> dict[int, dict[str, Any]]:
        """What the assets have in the fields that some of their transitions need: one statement, if any does."""
        paths = {field.orm_path for _id, transition in moving for field in self._required(transition)}
        if not paths:
            return {}
        rows = Asset.objects.filter(pk__in=[asset_id for asset_id, _row in moving]).values("pk", *paths)
        return {row["pk"]: row for row in rows}

    def _required(self, transition: StateTransition) -> list[Field]:
        """The fields that a transition needs: looked up once, however many assets go that way."""
        if transition.pk not in self._needs:
            described = fields_of_kind(transition.kind) if transition.required_fields else {}
            self._needs[transition.pk] = [
                described[name] for name in transition.required_fields if name in described
            ]
        return self._needs[transition.pk]

    @cached_property
    def _needs(self) -> dict[int, list[Field]]:
        return {}

    @cached_property
    def _defaults(self) -> dict[int, Status]:
        """Per kind: the declared default, else the kind's first status of the wanted states."""
        found: dict[int, Status] = {}
        usable = StatusKind.objects.filter(
            status__is_archived=False, status__state__in=self.states or State.values
        )
        rows = list(usable.select_related("status").order_by("status__position", "status_id"))
        for row in rows:
            found.setdefault(row.kind_id, row.status)
        declared = DefaultStatus.objects.filter(operation=self.operation)
        wanted = set(declared.values_list("kind_id", "status_id"))
        return found | {row.kind_id: row.status for row in rows if (row.kind_id, row.status_id) in wanted}

    @cached_property
    def _statuses_of_kinds(self) -> set[tuple[int, int]]:
        return set(StatusKind.objects.values_list("status_id", "kind_id"))

    @cached_property
    def _transitions(self) -> dict[tuple[int, str, str], StateTransition]:
        rows = StateTransition.objects.select_related("kind")
        return {(row.kind_id, row.source, row.target): row for row in rows}


def _value(values: Mapping[str, Any], field: Field) -> Any:
    value = values.get(field.orm_path)
    return (value or {}).get(field.key) if field.key else value


def default_for_new(kind: AssetKind, chosen: Status | None) -> Status:
    """The status of a new asset: the chosen one if the kind uses it, else the kind's default, else its first.

    Raises StatusOfAnotherKind.
    """
    usable = Status.objects.filter(kinds__kind=kind, is_archived=False).order_by("position", "pk")
    if chosen is not None:
        found = usable.filter(pk=chosen.pk).first()
    else:
        declared = DefaultStatus.objects.filter(kind=kind, operation="create").values("status_id")
        found = usable.filter(pk__in=declared).first() or usable.first()
    status: Status | None = found
    if status is None:
        name = chosen.name if chosen else str(kind)
        raise refusals.StatusOfAnotherKind(field="status", asset=kind.name, status=name)
    return status
