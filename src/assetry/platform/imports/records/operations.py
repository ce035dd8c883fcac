"""The import of records as operations: a dry run that is taken back, and the one transaction that stays."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from assetry.kernel.registry import Entity, entity_named
from assetry.platform.audit.operation import operation
from assetry.platform.imports import runs
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.records.carrying import carry_out
from assetry.platform.imports.records.plan import RecordPlan, summarize
from assetry.platform.imports.records.planning import make_plan
from assetry.platform.imports.refusals import ImportStale
from assetry.platform.jobs.progress import Report, silent
from assetry.platform.permissions.actor import Actor

INTENT = "import"


def check_records(*, actor: Actor, run: ImportRun, options: ImportOptions, at: datetime) -> RecordPlan:
    """The dry run, kept with the run: everything is done, every rule and constraint asked, and nothing stays.

    Raises ColumnsUnknown, FileUnreadable, NotPermitted, ImportClosed.
    """
    entity = entity_named(run.entity)
    with transaction.atomic():
        plan = _signed(entity, _carried)(
            actor=actor, entity=entity, run=run, options=options, report=silent, at=at
        )
        transaction.set_rollback(True)
    runs.keep_check(
        run,
        options=options.to_json(),
        summary=summarize(plan),
        ledger=_ledger(plan, known=False),
        shown=plan.digest,
    )
    return plan


def import_records(*, actor: Actor, run: ImportRun, report: Report = silent, at: datetime) -> ImportRun:
    """Carry a checked run out: every accepted row in one transaction, or none. A second call changes nothing.

    What happens has to be what the dry run showed, on the same versions of the same rows.
    Raises ImportStale, ImportClosed (it was never checked), NotPermitted.
    """
    return _signed(entity_named(run.entity), _imported)(actor=actor, run=run, report=report, at=at)


def _signed[**P, R](entity: Entity, function: Callable[P, R]) -> Callable[P, R]:
    return operation(entity.edit_permission, intent=INTENT)(function)


def _imported(*, actor: Actor, run: ImportRun, report: Report, at: datetime) -> ImportRun:
    locked = runs.lock_run(run.pk)
    if not runs.is_to_be_done(locked):
        return locked
    options = ImportOptions.from_json(locked.options)
    try:
        plan = _carried(
            actor=actor, entity=entity_named(locked.entity), run=locked, options=options, report=report, at=at
        )
    except IntegrityError as error:
        raise ImportStale from error
    if plan.digest != locked.shown:
        raise ImportStale
    runs.finish_run(locked, summary=summarize(plan), ledger=_ledger(plan, known=True), at=at)
    return locked


def _carried(
    *,
    actor: Actor,
    entity: Entity,
    run: ImportRun,
    options: ImportOptions,
    report: Report,
    at: datetime,
) -> RecordPlan:
    plan = make_plan(actor=actor, entity=entity, sheet=runs.sheet_of(run, options), options=options)
    carry_out(actor=actor, entity=entity, plan=plan, at=at, report=report)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they would be asked at the commit
    return plan


def _ledger(plan: RecordPlan, *, known: bool) -> bytes:
    """After a dry run, what was made is not there any more."""
    entries = [row.ledger_entry() for row in plan.rows]
    if not known:
        entries = [[n, action, "" if action == "create" else key, *rest] for n, action, key, *rest in entries]
    return runs.packed(entries)
