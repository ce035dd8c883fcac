"""Taking an import back: what it made goes, what it changed gets its values of before; the trail says which.

What changed since, or what something refers to by now, stays and is listed with the reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity, entities, entity_named
from assetry.platform.audit.operation import operation
from assetry.platform.bulk.rowwise import EditRows
from assetry.platform.bulk.works import Task
from assetry.platform.database.reading import model_of
from assetry.platform.database.references import referring
from assetry.platform.imports import runs
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.refusals import UndoBlocked, UndoClosed
from assetry.platform.jobs.progress import Report
from assetry.platform.permissions.actor import Actor

INTENT = "import.undo"
_SHOWN = 200


class Restore(Protocol):
    """Gives rows the values of before the events; answers with a reason for each that stays as it is."""

    def __call__(
        self, *, actor: Actor, entity: Entity, events: Sequence[int], ids: Sequence[int], at: datetime
    ) -> Mapping[int, str]: ...


@dataclass
class Touched:
    """What the events did: rows of entities that they made or changed, and made rows that belong to these."""

    made: dict[str, set[int]] = field(default_factory=dict)
    changed: dict[str, set[int]] = field(default_factory=dict)
    parts: dict[str, dict[int, tuple[str, int]]] = field(default_factory=dict)


def undo_import(*, actor: Actor, run: ImportRun, restore: Restore, report: Report, at: datetime) -> ImportRun:
    """Take a done import back, in one transaction. A second call changes nothing.

    Raises UndoClosed (never done, or too long ago), UndoBlocked, NotPermitted.
    """
    entity = entity_named(run.entity)
    undo = operation(entity.edit_permission, intent=INTENT)(_undone)
    return undo(actor=actor, run=run, restore=restore, report=report, at=at)


def _undone(*, actor: Actor, run: ImportRun, restore: Restore, report: Report, at: datetime) -> ImportRun:
    locked = runs.lock_run(run.pk)
    if locked.stage == ImportRun.Stage.UNDONE:
        return locked
    if locked.stage != ImportRun.Stage.UNDOING and not runs.can_be_undone(locked, at):
        raise UndoClosed
    touched = read_touched(locked.events)
    report("write", 0, 2)
    kept: dict[tuple[str, int], str] = {}
    restored = _restore(actor, locked, touched, kept, restore=restore, at=at)
    report("write", 1, 2)
    removed = _remove(actor, locked, touched, kept)
    locked.undone = {"removed": removed, "restored": restored, **_words(kept)}
    locked.stage, locked.undone_at, locked.failure = ImportRun.Stage.UNDONE, at, ""
    locked.save(update_fields=["undone", "stage", "undone_at", "failure"])
    return locked


def read_touched(events: Sequence[int]) -> Touched:
    """What the trail holds of the events."""
    tables = {entity.table for entity in entities()}
    touched = Touched()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, row_id, subject_table, subject_id, action FROM audit_change WHERE event_id = ANY(%s)",
            [list(events)],
        )
        for table, row, subject_table, subject, action in cursor.fetchall():
            if action == "I" and table in tables:
                touched.made.setdefault(table, set()).add(row)
            elif action == "I":
                touched.parts.setdefault(table, {})[row] = (subject_table, subject)
            if (table, row) != (subject_table, subject) or action == "U":
                touched.changed.setdefault(subject_table, set()).add(subject)
    for table, made in touched.made.items():
        touched.changed.get(table, set()).difference_update(made)
    return touched


def _restore(
    actor: Actor,
    run: ImportRun,
    touched: Touched,
    kept: dict[tuple[str, int], str],
    *,
    restore: Restore,
    at: datetime,
) -> int:
    entity = entity_named(run.entity)
    ids = touched.changed.get(entity.table, set())
    since = _changed_since(entity.table, ids, run)
    reasons = dict.fromkeys(since, _("It changed since the import."))
    left = sorted(ids - since)
    if left:
        reasons |= restore(actor=actor, entity=entity, events=run.events, ids=left, at=at)
    kept |= {(entity.table, key): reason for key, reason in reasons.items()}
    return len(ids) - len(reasons)


def _remove(actor: Actor, run: ImportRun, touched: Touched, kept: dict[tuple[str, int], str]) -> int:
    going = {table: set(made) for table, made in touched.made.items()}
    for table, ids in going.items():
        _keep(kept, table, ids, _changed_since(table, ids, run), _("It changed since the import."))
        _keep(kept, table, ids, _not_permitted(actor, table, ids), _("You may not remove it."))
    while _keep_referred(going, touched, kept):
        pass
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for table, keys in _parts_of(going, touched).items():
                _delete(table, keys)
            for table in _dependents_first(going):
                _delete(table, going[table])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise UndoBlocked from error
    own = entity_named(run.entity).table
    return len(going.get(own, ()))


def _keep(
    kept: dict[tuple[str, int], str], table: str, going: set[int], stay: Iterable[int], reason: str
) -> None:
    for key in stay:
        kept.setdefault((table, key), reason)
    going.difference_update(stay)


def _changed_since(table: str, ids: Iterable[int], run: ImportRun) -> set[int]:
    """Those of which the trail holds a change after the import."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT subject_id FROM audit_change
            WHERE subject_table = %s AND subject_id = ANY(%s) AND recorded_at >= (
                SELECT min(recorded_at) FROM audit_event WHERE id = ANY(%s)
            ) AND event_id > %s AND NOT event_id = ANY(%s)
            """,
            [table, list(ids), run.events, max(run.events, default=0), run.events],
        )
        return {row[0] for row in cursor.fetchall()}


def _not_permitted(actor: Actor, table: str, ids: set[int]) -> set[int]:
    """Those outside of the boxes of whoever undoes."""
    entity = next(one for one in entities() if one.table == table)
    place, scope = entity.edit_place, actor.scope(entity.edit_permission)
    if place is None:
        return set() if actor.may(entity.edit_permission) else set(ids)
    rows = model_of(table)._base_manager.filter(pk__in=ids)
    return {row.pk for row in rows if not scope.covers(**{"company_id": None, **place(row)})}


def _keep_referred(going: dict[str, set[int]], touched: Touched, kept: dict[tuple[str, int], str]) -> bool:
    """Keep what something refers to that does not go along; whether there was any."""
    parts = _parts_of(going, touched)
    found = False
    for table, ids in going.items():
        for model, column in referring(table):
            if not ids:
                continue
            along = {**going, **parts}.get(model._meta.db_table, set())
            rows = model._base_manager.filter(**{f"{column}__in": ids}).exclude(pk__in=along)
            referred = set(rows.values_list(column, flat=True))
            if referred:
                found = True
                word = {"things": str(model._meta.verbose_name_plural)}
                _keep(kept, table, ids, referred, _("Something refers to it: %(things)s.") % word)
    return found


def _parts_of(going: Mapping[str, set[int]], touched: Touched) -> dict[str, set[int]]:
    return {
        table: {key for key, (owner, subject) in rows.items() if subject in going.get(owner, ())}
        for table, rows in touched.parts.items()
    }


def _dependents_first(going: Mapping[str, set[int]]) -> list[str]:
    """The tables so that none comes before one that refers to it."""
    left, ordered = list(going), []
    while left:
        free = [table for table in left if not _referring_tables(table) & (set(left) - {table})]
        ordered += free or left[:1]
        left = [table for table in left if table not in ordered]
    return ordered


def _referring_tables(table: str) -> set[str]:
    return {model._meta.db_table for model, _column in referring(table)}


def _delete(table: str, keys: Iterable[int]) -> None:
    """One statement; what belongs to the rows went before."""
    found = list(keys)
    if found:
        name = connection.ops.quote_name(table)
        pk = connection.ops.quote_name(str(model_of(table)._meta.pk.column))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {name} WHERE {pk} = ANY(%s)", [found])  # noqa: S608 (names of ours)


def _words(kept: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    """How many stay, and the first of them: entity, public id, name, reason."""
    by_table = {entity.table: entity for entity in entities()}
    lines = []
    for (table, key), reason in list(kept.items())[:_SHOWN]:
        row: Any = model_of(table)._base_manager.filter(pk=key).first()
        if row is not None:
            lines.append([by_table[table].name, row.public_id, str(row), reason])
    return {"kept_count": len(kept), "kept": lines}


def restore_records(
    *, actor: Actor, entity: Entity, events: Sequence[int], ids: Sequence[int], at: datetime
) -> Mapping[int, str]:
    """By the entity's own edit operation, one row after the other."""
    rows = EditRows(entity)
    versions = dict(model_of(entity.table)._base_manager.filter(pk__in=ids).values_list("pk", "version"))
    task = Task(actor=actor, ids=list(ids), versions=versions, arguments={}, at=at, events=events)
    reasons: Mapping[int, Refusal] = rows.decide_undo(task).reasons
    left = [key for key in ids if key not in reasons]
    rows.undo(Task(actor=actor, ids=left, versions=versions, arguments={}, at=at, events=events))
    return {key: str(refusal) for key, refusal in reasons.items()}
