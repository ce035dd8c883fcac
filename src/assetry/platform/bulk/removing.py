"""Deleting rows of any entity that were made by mistake, and bringing them back: ADR 0079.

What something refers to, or what has a past, is refused with the reason and what to do instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal, StalePage, Text
from assetry.kernel.registry import Entity, Removal, entities
from assetry.platform.audit.events import current_event_id
from assetry.platform.audit.operation import operation
from assetry.platform.bulk import refusals, removal_store
from assetry.platform.bulk.rowwise import RowsRefused
from assetry.platform.bulk.works import Difference, Differences, Task, Verdicts
from assetry.platform.database.reading import model_of
from assetry.platform.database.references import hanging_models, keys_hung_on, referring
from assetry.platform.permissions.actor import Actor

DELETE = "delete"
type Reasons = dict[int, Refusal]
_ROW = Field(name="row", label=_("Row"), type=FieldType.TEXT)
_GONE = _("deleted")


@dataclass(frozen=True)
class RemoveRows:
    """Delete rows of an entity that nothing refers to; any number by the same few statements."""

    described: Entity

    name = DELETE
    verb = _("Delete")
    icon = "trash-2"

    @property
    def entity(self) -> str:
        """The entity's name."""
        return self.described.name

    @property
    def removal(self) -> Removal:
        """What goes along, and what keeps a row."""
        return self.described.removal or Removal()

    @property
    def parts(self) -> Mapping[str, str]:
        """The tables of what goes along, each with the column that names the row it belongs to."""
        return removal_store.parts_of(self.described.table, self.removal.parts)

    @property
    def permission(self) -> str:
        """What deleting one needs."""
        return self.described.removal_permission

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """None: there is nothing to choose."""
        return {}

    def decide(self, task: Task) -> Verdicts:
        """Which of them nothing refers to."""
        return Verdicts(frozenset(), _reasons(self, task))

    def differences(self, task: Task) -> Differences:
        """The row goes."""
        rows = self.described.visible_to(task.actor).filter(pk__in=task.ids).order_by("pk")
        return {row.pk: [Difference(_ROW, self.described.title(row), _GONE)] for row in rows}

    def carry_out(self, task: Task) -> None:
        """Delete them, with what belongs to them."""
        run = operation(self.permission, intent="rows.delete")(_delete)
        run(actor=task.actor, work=self, task=task, at=task.at)

    def decide_undo(self, task: Task) -> Verdicts:
        """Bring them back, and take that back."""
        with transaction.atomic():
            reasons = self._restored(task)
            transaction.set_rollback(True)
        return Verdicts(frozenset(), reasons)

    def differences_undone(self, task: Task) -> Differences:
        """The row comes back."""
        titles = titles_of_removed(task.actor, self.described, task.events, task.ids)
        return {key: [Difference(_ROW, _GONE, title)] for key, title in titles.items()}

    def undo(self, task: Task) -> None:
        """Bring them back, all or none."""
        if reasons := self._restored(task):
            raise RowsRefused(reasons)

    def _restored(self, task: Task) -> Reasons:
        run = operation(self.permission, intent="rows.restore")(_restore)
        return run(actor=task.actor, work=self, task=task, at=task.at)


# Deleting ---------------------------------------------------------------------------------------------------


def _delete(*, actor: Actor, work: RemoveRows, task: Task, at: datetime) -> None:
    table, keys = work.described.table, list(task.ids)
    removal_store.lock(table, keys)
    if reasons := _reasons(work, task):
        raise RowsRefused(reasons)
    event_id = current_event_id()
    gone = {**work.parts, table: "id"}
    try:
        with transaction.atomic(), removal_store.constraints_at_the_end():
            for part, column in gone.items():
                removal_store.keep(event_id, part, column, keys, at)
            for part, column in gone.items():
                removal_store.delete(part, column, keys)
    except IntegrityError as error:
        raise refusals.StillUsed(things=_("something new"), instead="") from error
    removal_store.forget_words(work.entity, keys)


def _reasons(work: RemoveRows, task: Task) -> Reasons:
    """Why rows stay, the first reason of each."""
    entity = work.described
    rows = list(entity.visible_to(task.actor).filter(pk__in=task.ids).order_by("pk"))
    keys = [row.pk for row in rows]
    reasons: Reasons = {key: NotFound() for key in set(task.ids) - set(keys)}
    for row in rows:
        if not _covers(task.actor, entity, row):
            reasons[row.pk] = NotPermitted(permission=work.permission)
        elif task.versions.get(row.pk, row.version) != row.version:
            reasons[row.pk] = StalePage()
    further = work.removal.refused(rows) if work.removal.refused is not None else {}
    found = {**_past(work, keys), **_referred(work, keys), **further, **reasons}
    return found | _referred_by_staying(work, set(keys), set(found))


def _past(work: RemoveRows, keys: Sequence[int]) -> Reasons:
    """Rows with a second row of a part that says that something happened."""
    reasons: Reasons = {}
    parts = work.parts
    for part, happened in work.removal.firsts.items():
        column = parts[part]
        counted = model_of(part)._base_manager.filter(**{f"{column}__in": keys}).values(column)
        for found in counted.annotate(n=Count("pk")).filter(n__gt=1):
            reasons[found[column]] = refusals.HasPast(what=happened, instead=work.removal.instead)
    return reasons


def _referred(work: RemoveRows, keys: Sequence[int]) -> Reasons:
    """Rows that something else refers to, by a foreign key or by hanging on them. Custom fields name only people."""
    entity, own = work.described, work.parts.items()
    found: list[tuple[type[models.Model], set[int]]] = [
        (model, _values(model, column, keys))
        for model, column in referring(entity.table)
        if (model._meta.db_table, column) not in own and model._meta.db_table != entity.table
    ]
    found += [(model, keys_hung_on(model, entity.name, entity.table, keys)) for model in hanging_models()]
    return {
        key: refusals.StillUsed(things=_things(model), instead=work.removal.instead)
        for model, referred in reversed(found)
        for key in referred
    }


def _referred_by_staying(work: RemoveRows, going: set[int], staying: set[int]) -> Reasons:
    """Rows that one of the same table refers to that does not go along: a place with a room in it."""
    model = model_of(work.described.table)
    columns = [name for other, name in referring(work.described.table) if other is model]
    why = refusals.StillUsed(things=_things(model), instead=work.removal.instead)
    reasons: Reasons = {}
    while True:
        left = list(going - staying - reasons.keys())
        others = model._base_manager.exclude(pk__in=left)
        found = {key for name in columns for key in _among(others, name, left)}
        if not found:
            return reasons
        reasons |= dict.fromkeys(found, why)


def _values(model: type[models.Model], column: str, keys: Sequence[int]) -> set[int]:
    return _among(model._base_manager.all(), column, keys)


def _among(rows: Any, column: str, keys: Sequence[int]) -> set[int]:
    return set(rows.filter(**{f"{column}__in": list(keys)}).values_list(column, flat=True).distinct())


def _things(model: type[models.Model]) -> Text:
    """What the rows of a model are called: the entity's word, or that of the things that they belong to."""
    tables = (model._meta.db_table, getattr(getattr(model, "trail", None), "subject_table", None))
    named = (entity for table in tables for entity in entities() if entity.table == table)
    entity = next(named, None)
    return entity.label_plural if entity is not None else str(model._meta.verbose_name_plural)


# Bringing back ----------------------------------------------------------------------------------------------


def _restore(*, actor: Actor, work: RemoveRows, task: Task, at: datetime) -> Reasons:
    """Insert what can come back; the reasons of what cannot."""
    entity = work.described
    kept = removal_store.kept_rows(task.events, entity.table, task.ids)
    reasons: Reasons = {key: NotFound() for key in set(task.ids) - kept.keys()}
    for key, values in kept.items():
        if not _covers(actor, entity, _row(entity, values)):
            reasons[key] = NotPermitted(permission=work.permission)
    reasons |= _targets_gone(entity, kept)
    left = [key for key in kept if key not in reasons]
    try:
        with transaction.atomic(), removal_store.constraints_at_the_end():
            back = removal_store.restore(task.events, entity.table, left)
            for part in reversed(list(work.parts)):
                removal_store.restore(task.events, part, sorted(back))
    except IntegrityError:
        back = set()
    return reasons | {key: refusals.TakenMeanwhile() for key in left if key not in back}


def _targets_gone(entity: Entity, kept: Mapping[int, Mapping[str, Any]]) -> Reasons:
    """Rows that refer to what is not there any more."""
    reasons: Reasons = {}
    columns: list[Any] = [
        column for column in model_of(entity.table)._meta.concrete_fields if column.is_relation
    ]
    for column in columns:
        if column.related_model is model_of(entity.table):
            continue
        named = {
            key: value for key, values in kept.items() if (value := values.get(column.column)) is not None
        }
        there = set(
            column.related_model._base_manager.filter(pk__in=set(named.values())).values_list("pk", flat=True)
        )
        gone = refusals.TargetGone(what=capfirst(str(column.verbose_name)))
        reasons |= {key: gone for key, value in named.items() if value not in there}
    return reasons


def _row(entity: Entity, values: Mapping[str, Any]) -> Any:
    """A deleted row as an instance, of what its kept values say."""
    model = model_of(entity.table)
    names = {column.column: column.attname for column in model._meta.concrete_fields}
    return model(**{names[column]: value for column, value in values.items() if column in names})


def _covers(actor: Actor, entity: Entity, row: Any) -> bool:
    """Whether the actor may delete such a row, and so bring it back."""
    permission, place = entity.removal_permission, entity.edit_place
    if place is None:
        return actor.may(permission)
    return actor.scope(permission).covers(**{"company_id": None, **place(row)})


def titles_of_removed(
    actor: Actor, entity: Entity, events: Sequence[int], keys: Sequence[int]
) -> dict[int, str]:
    """What deleted rows were called, by key: of those that the actor may bring back."""
    kept = removal_store.kept_rows(events, entity.table, keys)
    rows = {key: _row(entity, values) for key, values in kept.items()}
    return {key: entity.title(row) for key, row in rows.items() if _covers(actor, entity, row)}
