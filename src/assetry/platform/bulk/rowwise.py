"""Editing many rows of an entity by its own operation, one after the other in one transaction.

For entities of a few thousand rows: the statements grow with the rows. A preview is the change itself, rolled back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotFound, Refusal
from assetry.kernel.registry import Entity, entity_named
from assetry.kernel.values import from_stored
from assetry.platform.audit.undoing import old_values
from assetry.platform.bulk.works import Difference, Differences, Task, Verdicts, shareable
from assetry.platform.custom_fields.definitions import COLUMN, fields_by_key
from assetry.platform.database.reading import model_of


class RowsRefused(Refusal):
    """Some of many were refused, so nothing was changed. `reasons` maps keys to their refusals."""

    code = "rows_refused"
    message = _("Nothing was changed: %(count)s of the rows were refused.")

    def __init__(self, reasons: Mapping[int, Refusal]) -> None:
        self.reasons = dict(reasons)
        super().__init__(count=len(self.reasons))


@dataclass(frozen=True)
class EditRows:
    """The entity's own edit operation on many rows."""

    described: Entity

    name = "edit"
    verb = _("Change")
    icon = "pencil"

    @property
    def entity(self) -> str:
        """The entity's name."""
        return self.described.name

    @property
    def permission(self) -> str:
        """What changing one needs."""
        return self.described.edit_permission

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """What can be the same for several rows."""
        return shareable(self.described.fields_by_name, self.described)

    def decide(self, task: Task) -> Verdicts:
        """Change them, and take that back."""
        return self._rehearse(task, dict.fromkeys(task.ids, task.arguments))

    def differences(self, task: Task) -> Differences:
        """The fields that the arguments name."""
        return {row.pk: _differences(self.described, row, task.arguments) for row in self._rows(task)}

    def carry_out(self, task: Task) -> None:
        """Change them."""
        self._change(task, dict.fromkeys(task.ids, task.arguments))

    def decide_undo(self, task: Task) -> Verdicts:
        """Give them the values that they had, and take that back."""
        return self._rehearse(task, self._values_before(task))

    def differences_undone(self, task: Task) -> Differences:
        """The fields that the events changed."""
        changes = self._values_before(task)
        return {
            row.pk: _differences(self.described, row, changes.get(row.pk, {})) for row in self._rows(task)
        }

    def undo(self, task: Task) -> None:
        """Give them the values that they had."""
        self._change(task, self._values_before(task))

    def _rehearse(self, task: Task, changes: Mapping[int, Mapping[str, Any]]) -> Verdicts:
        with transaction.atomic():
            reasons, same = self._attempt(task, changes)
            transaction.set_rollback(True)
        return Verdicts(frozenset(same), reasons)

    def _change(self, task: Task, changes: Mapping[int, Mapping[str, Any]]) -> None:
        reasons, _same = self._attempt(task, changes)
        if reasons:
            raise RowsRefused(reasons)

    def _attempt(
        self, task: Task, changes: Mapping[int, Mapping[str, Any]]
    ) -> tuple[dict[int, Refusal], set[int]]:
        """Change one after the other: the refusals by key, and the keys of those that nothing changed about."""
        rows = {row.pk: row for row in self._rows(task)}
        reasons: dict[int, Refusal] = {key: NotFound() for key in set(task.ids) - rows.keys()}
        same: set[int] = set()
        edit = self.described.operations["edit"]
        for key, row in rows.items():
            version = task.versions.get(key, row.version)
            given = {self.entity: row, "changes": changes.get(key, {}), "version": version}
            try:
                with transaction.atomic():
                    changed = edit(actor=task.actor, **given, at=task.at)
            except Refusal as refusal:
                reasons[key] = refusal
                continue
            if changed.version == version:
                same.add(key)
        return reasons, same

    def _rows(self, task: Task) -> Sequence[Any]:
        return list(self.described.visible_to(task.actor).filter(pk__in=task.ids).order_by("pk"))

    def _values_before(self, task: Task) -> dict[int, dict[str, Any]]:
        """What the events replaced in each row, as its fields are edited."""
        model: Any = model_of(self.described.table)
        named = {
            model._meta.get_field(field.orm_path).column: field
            for field in self.described.fields
            if field.edited_by and "__" not in field.orm_path
        }
        found: dict[int, dict[str, Any]] = {}
        for old in old_values(task.events, self.described.table, task.ids):
            values: dict[str, Any] = {}
            for column, raw in old.before.items():
                if column == COLUMN:
                    values |= self._custom_before(raw or {})
                elif column in named:
                    values[named[column].name] = _read(model, named[column].orm_path, raw)
            found[old.row_id] = {**values, **found.get(old.row_id, {})}
        return found

    def _custom_before(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Every custom field that can still be edited, with what it held then."""
        known, found = fields_by_key(self.entity), {}
        for name, field in self.described.custom_fields.items():
            if field.key in known:
                value = from_stored(field, stored.get(field.key))
                target = field.reference and value is not None
                found[name] = _target(field.reference or "", value) if target else value
        return found


def _differences(entity: Entity, row: Any, changes: Mapping[str, Any]) -> list[Difference]:
    fields, found = entity.fields_by_name, []
    for name, after in changes.items():
        field = fields[name]
        held = from_stored(field, row.custom.get(field.key)) if field.key else getattr(row, field.orm_path)
        found.append(Difference(field, held, after))
    return [one for one in found if one.before != one.after and (one.before or one.after)]


def _read(model: Any, path: str, raw: Any) -> Any:
    column = model._meta.get_field(path)
    if column.is_relation:
        return column.related_model._base_manager.filter(pk=raw).first()
    return column.to_python(raw)


def _target(entity: str, key: int) -> Any:
    return model_of(entity_named(entity).table)._base_manager.filter(pk=key).first()
