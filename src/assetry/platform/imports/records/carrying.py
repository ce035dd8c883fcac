"""Carries a plan out by the entity's own operations: what they refuse, they refuse of the import too."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.refusals import InvalidInput, Refusal
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.imports.actions import Action
from assetry.platform.imports.records.described import imported_fields, is_owned
from assetry.platform.imports.records.plan import Missing, RecordPlan, RecordRow, above_first
from assetry.platform.jobs.progress import Report
from assetry.platform.permissions.actor import Actor

_TELL_EVERY = 100


def carry_out(*, actor: Actor, entity: Entity, plan: RecordPlan, at: datetime, report: Report) -> None:
    """Make and change what the plan says, inside the caller's transaction. A row that is refused says why."""
    carrier = _Carrier(actor, entity, plan, at)
    rows = [row for row in above_first(plan.rows) if row.action in {Action.CREATE, Action.UPDATE}]
    for place, row in enumerate(rows):
        if place % _TELL_EVERY == 0:
            report("write", place, len(rows))
        carrier.carry(row)


class _Carrier:
    def __init__(self, actor: Actor, entity: Entity, plan: RecordPlan, at: datetime) -> None:
        self.actor, self.entity, self.at = actor, entity, at
        self.fields = imported_fields(entity)
        self.objects: dict[tuple[str, int], Any] = {}
        keys: dict[str, set[int]] = {}
        for row in plan.of(Action.CREATE, Action.UPDATE):
            for name, value in row.values.items():
                if isinstance(value, int) and self.fields[name].reference:
                    keys.setdefault(self.fields[name].reference or "", set()).add(value)
            if row.company_id is not None:
                keys.setdefault("company", set()).add(row.company_id)
        for name, wanted in keys.items():
            found = entity_named(name).named_for(actor).in_bulk(wanted)
            self.objects |= {(name, key): one for key, one in found.items()}

    def carry(self, row: RecordRow) -> None:
        """One row by one operation, in a savepoint of its own."""
        try:
            values = {name: self._value(name, value) for name, value in row.values.items()}
            row.made = self._create(row, values) if row.found is None else self._edit(row, values)
        except Refusal as refusal:
            row.refuse(*self._reasons(refusal))
        except IntegrityError:
            row.refuse(_("It contradicts something that is there."))

    def _create(self, row: RecordRow, values: dict[str, Any]) -> Any:
        given = {name: value for name, value in values.items() if value is not None}
        return self._made(self.entity, row.company_id, given)

    def _edit(self, row: RecordRow, values: dict[str, Any]) -> Any:
        edit = self.entity.operations["edit"]
        return edit(
            actor=self.actor,
            **{self.entity.name: row.found},
            changes=values,
            version=row.version,
            at=self.at,
        )

    def _made(self, entity: Entity, company_id: int | None, values: dict[str, Any]) -> Any:
        owner = {"company": self._company(company_id)} if is_owned(entity) else {}
        return entity.operations["create"](actor=self.actor, **owner, values=values, at=self.at)

    def _company(self, company_id: int | None) -> Any:
        return self.objects["company", company_id or 0]

    def _value(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if isinstance(value, RecordRow):
            return self._of_row(value)
        if isinstance(value, Missing):
            return self._of_missing(value)
        return self.objects[field.reference, value] if field.reference and value is not None else value

    def _of_row(self, row: RecordRow) -> Any:
        if row.action is Action.REFUSE:
            raise _RowRefused(number=row.number, name=row.label)
        return row.made or row.found

    def _of_missing(self, missing: Missing) -> Any:
        if missing.made is None:
            parent = missing.parent
            above = self._of_missing(parent) if isinstance(parent, Missing) else None
            if isinstance(parent, RecordRow):
                above = self._of_row(parent)
            elif isinstance(parent, int):
                above = missing.entity.visible_to(self.actor).get(pk=parent)
            values = {"name": missing.name} | ({"parent": above} if above is not None else {})
            missing.made = self._made(missing.entity, missing.company_id, values)
        return missing.made

    def _reasons(self, refusal: Refusal) -> list[str]:
        if isinstance(refusal, InvalidInput):
            return [f"{self._label(name)}: {message}" for name, message in refusal.errors.items()]
        return [f"{self._label(refusal.field)}: {refusal}" if refusal.field else str(refusal)]

    def _label(self, name: str) -> str:
        field = self.fields.get(name)
        return str(field.label) if field is not None else name


class _RowRefused(Refusal):
    """A row names another one that is refused."""

    code = "row_refused"
    message = gettext_lazy("Row %(number)d, “%(name)s”, stays out.")
