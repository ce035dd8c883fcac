"""Which status an operation sets, and which moves a kind allows."""

from dataclasses import dataclass
from functools import cached_property

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.rules import AssetFacts
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.refusals import NotPermitted, Refusal
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True)
class StatusChoice:
    """The status chosen by a person, or the default of an operation per kind; within `states` where given.

    What it needs to know is read once, however many assets ask. `moves` are checked as transitions of the
    kind; the operations check-out and check-in are themselves the permission for theirs.
    """

    operation: str
    chosen: Status | None
    states: frozenset[str] | None
    checks_permission: bool = False

    def resolve(self, actor: Actor, fact: AssetFacts) -> tuple[Status, Refusal | None]:
        """The status for one asset, and the refusal if it may not get it."""
        status = self.chosen or self._defaults.get(fact.kind_id)
        if status is None:
            status = Status(name=str(State(next(iter(self.states or {fact.state}))).label))
            return status, refusals.StatusOfAnotherKind(field="status", asset=fact.label, status=status.name)
        if (status.pk, fact.kind_id) not in self._statuses_of_kinds or status.is_archived:
            return status, refusals.StatusOfAnotherKind(field="status", asset=fact.label, status=status.name)
        if self.states is not None and status.state not in self.states:
            return status, refusals.StatusOfAnotherKind(field="status", asset=fact.label, status=status.name)
        return status, self._transition_refusal(actor, fact, status)

    def _transition_refusal(self, actor: Actor, fact: AssetFacts, status: Status) -> Refusal | None:
        if status.state == fact.state:
            return None
        transition = self._transitions.get((fact.kind_id, fact.state, status.state))
        if transition is None:
            return refusals.TransitionNotAllowed(
                field="status", asset=fact.label, source=fact.status_name, target=status.name
            )
        if self.checks_permission and not actor.may(transition.permission, company_id=fact.company_id):
            return NotPermitted(permission=transition.permission)
        missing = _missing_fields(fact.id, transition.required_fields)
        if missing:
            return refusals.FieldsMissing(
                field="status", asset=fact.label, target=status.name, fields=", ".join(missing)
            )
        return None

    @cached_property
    def _defaults(self) -> dict[int, Status]:
        """Per kind: the declared default, else the kind's first status of the wanted states."""
        found: dict[int, Status] = {}
        usable = StatusKind.objects.filter(
            status__is_archived=False, status__state__in=self.states or State.values
        )
        for row in usable.select_related("status").order_by("status__position", "status_id"):
            found.setdefault(row.kind_id, row.status)
        declared = DefaultStatus.objects.filter(operation=self.operation).select_related("status")
        return found | {row.kind_id: row.status for row in declared}

    @cached_property
    def _statuses_of_kinds(self) -> set[tuple[int, int]]:
        return set(StatusKind.objects.values_list("status_id", "kind_id"))

    @cached_property
    def _transitions(self) -> dict[tuple[int, str, str], StateTransition]:
        return {(row.kind_id, row.source, row.target): row for row in StateTransition.objects.all()}


def _missing_fields(asset_id: int, names: list[str]) -> list[str]:
    """Those of the named columns that the asset has no value in (only asked where a transition requires some)."""
    known = [name for name in names if name in {column.name for column in Asset._meta.fields}]
    if not known:
        return []
    values = Asset.objects.filter(pk=asset_id).values(*known).get()
    return [str(Asset._meta.get_field(name).verbose_name) for name in known if values[name] in (None, "")]  # type: ignore[union-attr]


def default_for_new(kind: AssetKind, chosen: Status | None) -> Status:
    """The status of a new asset: the chosen one if the kind uses it, else the kind's default.

    Raises StatusOfAnotherKind.
    """
    usable = Status.objects.filter(kinds__kind=kind, is_archived=False)
    declared = DefaultStatus.objects.filter(kind=kind, operation="create").values_list("status_id", flat=True)
    found: Status | None = usable.filter(pk=chosen.pk if chosen else declared[:1]).first()
    if found is None:
        name = chosen.name if chosen else str(kind)
        raise refusals.StatusOfAnotherKind(field="status", asset=kind.name, status=name)
    return found
