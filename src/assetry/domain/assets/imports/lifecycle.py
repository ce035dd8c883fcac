"""Which status, holder and place a row leads to: for a new asset, and for one that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.imports.directory import Directory
from assetry.domain.assets.imports.existing import Existing
from assetry.domain.assets.imports.people import People
from assetry.domain.assets.imports.plan import Ref
from assetry.domain.assets.imports.resolving import Resolved
from assetry.domain.assets.relation_store import still_stored
from assetry.domain.assets.rules import HELD_STATES, RETIRED_STATES
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status
from assetry.domain.assets.statuses import default_for_new
from assetry.domain.catalog.models import AssetKind

HOLDERS = ("holder_person_id", "holder_department_id", "holder_asset_id", "holder_supplier_id")


@dataclass(slots=True)
class Outcome:
    """Where an asset ends up. `permissions` are what this takes beside creating or editing."""

    status: Status
    holder: dict[str, Ref | None] = field(default_factory=lambda: dict.fromkeys(HOLDERS))
    location: Ref | None = None
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    permissions: list[str] = field(default_factory=list)


class Lifecycle:
    """The statuses and moves of one kind, read once."""

    def __init__(self, kind: AssetKind, directory: Directory) -> None:
        self.kind, self.directory = kind, directory
        self.people: People | None = None
        usable = Status.objects.visible_to(directory.actor).filter(kinds__kind=kind, is_archived=False)
        self.statuses: list[Status] = list(usable.order_by("position", "id"))
        self.by_id: dict[int, Status] = {
            status.pk: status for status in Status.objects.visible_to(directory.actor)
        }
        self.for_new = default_for_new(kind, None)
        self.handed_out = self._status_of_check_out()
        moves = StateTransition.objects.visible_to(directory.actor).filter(kind=kind)
        self.transitions: dict[tuple[str, str], StateTransition] = {
            (move.source, move.target): move for move in moves
        }

    @cached_property
    def _still_stored(self) -> set[int]:
        """What may not be retired yet: read once, with the first row that retires something."""
        return still_stored(None)

    def _status_of_check_out(self) -> Status | None:
        declared = DefaultStatus.objects.visible_to(self.directory.actor).filter(
            kind=self.kind, operation="check_out"
        )
        first = declared.select_related("status").first()
        if first is not None:
            return self.by_id[first.status_id]
        return next((status for status in self.statuses if status.state == State.IN_USE), None)

    # New assets ---------------------------------------------------------------------------------------------

    def of_new(self, row: Resolved) -> Outcome:
        """A new asset: handed out where the row says so and its status allows it."""
        outcome = Outcome(row.status or self.for_new, location=row.location)
        if not self._wants_custody(row):
            return outcome
        status = self._status_in_use(outcome.status)
        refusal = self._why_not_handed(row, outcome.status)
        if status is None or refusal:
            outcome.warnings.append(refusal)
            return outcome
        outcome.status = status
        self._hand_over(outcome, row)
        if not row.goes_to_location:
            outcome.permissions.append(P.CHECK_OUT)
        return outcome

    def _wants_custody(self, row: Resolved) -> bool:
        return (
            row.person is not None
            or row.department is not None
            or (row.goes_to_location and row.location is not None)
        )

    def _status_in_use(self, status: Status) -> Status | None:
        """The status after a hand-over: the same when it is in use, the check-out's when it is assignable."""
        if status.state == State.IN_USE:
            return status
        return self.handed_out if status.is_assignable else None

    def _why_not_handed(self, row: Resolved, status: Status) -> str:
        who = self.directory.name_of("person", row.person) or self.directory.name_of(
            "department", row.department
        )
        if self._status_in_use(status) is None:
            if row.goes_to_location:
                return _("Its status is “%(status)s”, so it is not in use at its location.") % {
                    "status": status.name
                }
            return _("Not handed to %(who)s: its status is “%(status)s”.") % {
                "who": who,
                "status": status.name,
            }
        if row.person is not None and self.people is not None and not self.people.facts[row.person].is_active:
            return _("Not handed to %(who)s, who is not active.") % {"who": who}
        return ""

    def _hand_over(self, outcome: Outcome, row: Resolved) -> None:
        outcome.holder = dict.fromkeys(HOLDERS)
        outcome.holder["holder_person_id"] = row.person
        outcome.holder["holder_department_id"] = row.department
        if row.location is None and row.person is not None and self.people is not None:
            outcome.location = self.people.facts[row.person].location or outcome.location

    # Assets that are there ----------------------------------------------------------------------------------

    def of_existing(self, row: Resolved, asset: Existing) -> Outcome:
        """An asset that is there. Empty cells keep what it has; nobody loses it to an assignable status."""
        now = self.by_id[asset.values["status_id"]]
        holder = {name: asset.values[name] for name in HOLDERS}
        outcome = Outcome(now, holder=dict(holder), location=row.location or asset.values["location_id"])
        wanted = row.status or now
        if self._wants_custody(row) and not self._is_held_by(row, holder):
            self._give(outcome, row, wanted, now)
        elif wanted.pk != now.pk:
            self._restate(outcome, wanted, now, row)
        self._check(outcome, asset, now)
        return outcome

    def _is_held_by(self, row: Resolved, holder: Mapping[str, Any]) -> bool:
        if row.goes_to_location:
            return False
        held = (holder["holder_person_id"], holder["holder_department_id"])
        return held == (row.person, row.department)

    def _give(self, outcome: Outcome, row: Resolved, wanted: Status, now: Status) -> None:
        held = any(outcome.holder.values())
        if wanted.is_assignable and now.state == State.IN_USE:
            wanted = now
        status = self._status_in_use(wanted)
        refusal = self._why_not_handed(row, wanted)
        if status is None or refusal:
            outcome.warnings.append(refusal)
            if wanted.pk != now.pk:
                self._restate(outcome, wanted, now, row)
            return
        outcome.status = status
        self._hand_over(outcome, row)
        if not row.goes_to_location:
            outcome.permissions.append(P.TRANSFER if held else P.CHECK_OUT)

    def _restate(self, outcome: Outcome, wanted: Status, now: Status, row: Resolved) -> None:
        held = any(outcome.holder.values()) or row.goes_to_location
        if held and wanted.is_assignable and now.state == State.IN_USE:
            if not self._wants_custody(row):
                outcome.warnings.append(
                    _("It stays “%(status)s”: an import takes nothing back.") % {"status": now.name}
                )
            return
        outcome.status = wanted
        outcome.permissions.append(P.CHANGE_STATUS)
        if wanted.state not in HELD_STATES:
            outcome.holder = dict.fromkeys(HOLDERS)

    def _check(self, outcome: Outcome, asset: Existing, now: Status) -> None:
        """What custody and transitions refuse."""
        moved = outcome.location != asset.values["location_id"] or any(
            outcome.holder[n] != asset.values[n] for n in HOLDERS
        )
        if outcome.location != asset.values["location_id"]:
            outcome.permissions.append(P.TRANSFER)
            if asset.values["holder_asset_id"] is not None and outcome.holder["holder_asset_id"] is not None:
                outcome.problems.append(_("It lies inside another asset and is where that is."))
        if moved and outcome.status.pk == now.pk and (now.is_frozen or now.state in RETIRED_STATES):
            outcome.problems.append(_("Its status “%(status)s” allows no move.") % {"status": now.name})
        if outcome.status.state == now.state:
            return
        if outcome.status.state in RETIRED_STATES and asset.id in self._still_stored:
            outcome.problems.append(_("It is still stored in another asset: end that relation first."))
        move = self.transitions.get((now.state, outcome.status.state))
        if move is None:
            words = {"source": now.name, "target": outcome.status.name}
            outcome.problems.append(_("It cannot go from “%(source)s” to “%(target)s”.") % words)
        elif P.CHANGE_STATUS in outcome.permissions:
            outcome.permissions.append(move.permission)
