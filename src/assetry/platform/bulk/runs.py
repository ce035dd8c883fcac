"""Changes of many rows: chosen, previewed, queued once, done once, undone for 30 days."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.audit.events import event
from assetry.platform.audit.retry import retrying
from assetry.platform.audit.undoing import events_below
from assetry.platform.bulk import refusals, store
from assetry.platform.bulk.arguments import pack, unpack
from assetry.platform.bulk.making import FileWork, make_files
from assetry.platform.bulk.models import BulkRow, BulkRun, MadePart, RemovedRow
from assetry.platform.bulk.reasons import told
from assetry.platform.bulk.registry import work_named
from assetry.platform.bulk.removing import DELETE, titles_of_removed
from assetry.platform.bulk.scope import rows_in_scope
from assetry.platform.bulk.works import Differences, Task, Verdicts, Work
from assetry.platform.database.reading import row_of
from assetry.platform.jobs.progress import Report, silent
from assetry.platform.permissions.actor import Actor

APPLY_TASK = "assetry.jobs.bulk.apply_bulk"
UNDO_FOR = timedelta(days=30)
# As many rows as are changed while one waits for the page.
FEW = 200
Stage, Outcome = BulkRun.Stage, BulkRow.Outcome
_OPEN = frozenset({Stage.CHOSEN, Stage.PREVIEWED, Stage.REFUSED})


# Choosing and previewing ------------------------------------------------------------------------------------


def begin_run(
    *,
    actor: Actor,
    entity: str,
    work: str,
    rows: Any,
    scope: Mapping[str, Any],
    return_url: str,
    at: datetime,
) -> BulkRun:
    """Keep which rows were chosen, any number of them, by one statement. Raises NothingChosen, NotPermitted."""
    actor.require(work_named(entity, work).permission)
    with transaction.atomic():
        run = BulkRun.objects.create(
            entity=entity,
            work=work,
            user_id=actor.user_id,
            user_name=actor.name,
            scope=dict(scope),
            return_url=return_url,
            created_at=at,
        )
        run.total = store.choose(run, rows)
        if not run.total:
            raise refusals.NothingChosen
        run.save(update_fields=["total"])
    return run


def begin_undo(*, actor: Actor, run: BulkRun, at: datetime) -> BulkRun:
    """Choose what a run changed, to take it back. Raises UndoOver, NothingChosen, NotPermitted."""
    actor.require(work_of(run).permission)
    if not may_undo(run, at):
        raise refusals.UndoOver
    with transaction.atomic():
        undo = BulkRun.objects.create(
            entity=run.entity,
            work=run.work,
            user_id=actor.user_id,
            user_name=actor.name,
            return_url=run.return_url,
            undoes=run,
            created_at=at,
        )
        undo.total = store.choose_undone(undo, run)
        if not undo.total:
            raise refusals.NothingChosen
        undo.save(update_fields=["total"])
    preview_run(actor=actor, run=undo, arguments={}, at=at)
    return undo


def may_undo(run: BulkRun, at: datetime) -> bool:
    """Whether a done run is recent, and not taken back already; what took one back stays."""
    if run.stage != Stage.DONE or run.undoes_id is not None or run.done_at is None or makes_files(run):
        return False
    return at - run.done_at <= UNDO_FOR and not run.undone_by.filter(stage=Stage.DONE).exists()


def preview_run(*, actor: Actor, run: BulkRun, arguments: Mapping[str, Any], at: datetime) -> None:
    """Ask about every chosen row what would become of it, and keep that with its version of now.

    Raises BulkClosed once it is on its way, and what the work says about the arguments themselves.
    """
    with transaction.atomic():
        locked = lock_run(run.pk)
        if locked.stage not in _OPEN:
            raise refusals.BulkClosed(stage=locked.get_stage_display())
        if run.undoes_id is None:
            store.renew_versions(run.pk, entity_of(run).table)
        for versions in store.batches(run.pk):
            store.keep_verdicts(
                run.pk, list(versions), _judged(decide(actor, locked, versions, arguments, at))
            )
        counts = store.count_outcomes(run.pk)
        locked.changing = counts.get(Outcome.CHANGE, 0)
        locked.same, locked.refused = counts.get(Outcome.SAME, 0), counts.get(Outcome.REFUSED, 0)
        locked.arguments, locked.stage, locked.failure = pack(arguments), Stage.PREVIEWED, ""
        locked.save()
    run.refresh_from_db()


def decide(
    actor: Actor, run: BulkRun, versions: Mapping[int, int], arguments: Mapping[str, Any], at: datetime
) -> Verdicts:
    """What the run would do now to some of its rows, given with the versions that were shown."""
    task = _task(actor, run, versions, arguments, at)
    return work_of(run).decide(task) if run.undoes is None else work_of(run).decide_undo(task)


def differences(actor: Actor, run: BulkRun, limit: int, at: datetime) -> Differences:
    """What would change about the first few rows that change."""
    versions = store.chosen_versions(run.pk, limit)
    task = _task(actor, run, versions, unpack(run.arguments, actor), at)
    work = work_of(run)
    return work.differences(task) if run.undoes is None else work.differences_undone(task)


def _task(
    actor: Actor, run: BulkRun, versions: Mapping[int, int], arguments: Mapping[str, Any], at: datetime
) -> Task:
    events = run.undoes.events if run.undoes is not None else ()
    return Task(actor=actor, ids=list(versions), versions=versions, arguments=arguments, at=at, events=events)


def _judged(verdicts: Verdicts) -> dict[int, tuple[str, str, str]]:
    same = {key: (str(Outcome.SAME), "", "") for key in verdicts.same}
    refused = {
        key: (str(Outcome.REFUSED), refusal.code, told(refusal)) for key, refusal in verdicts.reasons.items()
    }
    return same | refused


# Applying ---------------------------------------------------------------------------------------------------


def queue_run(run: BulkRun, *, at: datetime) -> bool:
    """Defer the job that applies a previewed run, in the same transaction; a second click defers nothing."""
    with transaction.atomic():
        queued = BulkRun.objects.filter(pk=run.pk, stage=Stage.PREVIEWED, changing__gt=0).update(
            stage=Stage.QUEUED, queued_at=at
        )
        if queued:
            app.configure_task(APPLY_TASK, lock=f"bulk:{run.pk}").defer(run_id=run.pk)
    return bool(queued)


def start_run(*, actor: Actor, run: BulkRun, at: datetime) -> None:
    """Apply a previewed run: a few rows at once, many by the worker. A second click starts nothing."""
    if run.changing > FEW:
        queue_run(run, at=at)
        return
    mine = BulkRun.objects.filter(pk=run.pk, stage=Stage.PREVIEWED, changing__gt=0)
    if not mine.update(stage=Stage.QUEUED):
        return
    try:
        apply_run(actor=actor, run_id=run.pk, at=at)
    except Refusal as refusal:
        give_up(run.pk, str(refusal))


def remove_one(*, actor: Actor, entity: Entity, row: Any, version: int | None, at: datetime) -> BulkRun:
    """Delete one row now, as a run that can be undone. Raises why it stays: StalePage, StillUsed, HasPast, …"""
    work = work_named(entity.name, DELETE)
    versions = {row.pk: row.version if version is None else version}
    with transaction.atomic():
        rows = entity.visible_to(actor).filter(pk=row.pk)
        run = begin_run(
            actor=actor, entity=entity.name, work=DELETE, rows=rows, scope={}, return_url="", at=at
        )
        reasons = work.decide(_task(actor, run, versions, {}, at)).reasons
        if reasons:
            raise reasons[row.pk]
        BulkRun.objects.filter(pk=run.pk).update(stage=Stage.QUEUED, changing=1)
        return apply_run(actor=actor, run_id=run.pk, at=at)


def apply_run(*, actor: Actor, run_id: int, at: datetime, report: Report = silent) -> BulkRun:
    """Do to exactly the rows of the preview what it showed, in one transaction, or raise and do nothing.

    A second call changes nothing. Raises ChangedSince for a row that left the filter or the actor's sight, has another
    version or is refused by now; NotPermitted; BulkClosed (never previewed).
    A work that makes files makes them, part by part.
    """
    asked = BulkRun.objects.get(pk=run_id)
    work = work_of(asked)
    if isinstance(work, FileWork):
        arguments = unpack(asked.arguments, actor)
        return make_files(work, actor=actor, run_id=run_id, arguments=arguments, at=at, report=report)

    def attempt() -> BulkRun:
        with transaction.atomic():
            return _apply(actor, run_id, at, report)

    return retrying(attempt)


def _apply(actor: Actor, run_id: int, at: datetime, report: Report) -> BulkRun:
    run = lock_run(run_id)
    if run.stage == Stage.DONE:
        return run
    if run.stage != Stage.QUEUED:
        raise refusals.BulkClosed(stage=run.get_stage_display())
    actor.require(work_of(run).permission)
    report("check", 0, run.changing)
    if not (run.work == DELETE and run.undoes_id):  # what comes back is in nobody's sight yet
        _refuse_departed(actor, run, at)
    arguments, done = unpack(run.arguments, actor), 0
    with event(actor=actor, intent=f"bulk.{'undo' if run.undoes_id else 'apply'}", at=at) as opened:
        for versions in store.batches(run.pk, Outcome.CHANGE):
            report("write", done, run.changing)
            _carry_out(run, _task(actor, run, versions, arguments, at))
            done += len(versions)
        run.events = events_below(opened.id)
    report("keep", done, run.changing)
    if is_removal(run):
        store.keep_versions_of_removed(run.pk)
    else:
        store.keep_versions_after(run.pk, entity_of(run).table)
    run.stage, run.done_at, run.failure = Stage.DONE, at, ""
    run.save(update_fields=["stage", "done_at", "failure", "events"])
    return run


def _refuse_departed(actor: Actor, run: BulkRun, at: datetime) -> None:
    """Rows of the change that the filter does not name any more, or the actor does not see. Raises ChangedSince."""
    rows = rows_in_scope(entity_of(run), run.scope, actor, today=at.date())
    chosen = BulkRow.objects.filter(run_id=run.pk, outcome=Outcome.CHANGE)
    if rows.filter(pk__in=chosen.values("object_id")).count() != run.changing:
        raise refusals.ChangedSince(reason=refusals.LEFT)


def _carry_out(run: BulkRun, task: Task) -> None:
    work = work_of(run)
    try:
        if run.undoes_id is None:
            work.carry_out(task)
        else:
            work.undo(task)
    except Refusal as refusal:
        reasons: Mapping[int, Refusal] = getattr(refusal, "reasons", {})
        if not reasons:
            raise
        key, reason = min(reasons.items(), key=itemgetter(0))
        first = entity_of(run).visible_to(task.actor).filter(pk=key).first()
        words = {"count": len(reasons), "first": first or "—", "reason": told(reason)}
        raise refusals.ChangedSince(reason=refusals.MOVED % words) from refusal


def give_up(run_id: int, reason: str) -> None:
    """Say why nothing was changed; the run can be previewed again."""
    BulkRun.objects.filter(pk=run_id, stage=Stage.QUEUED).update(stage=Stage.REFUSED, failure=reason)


def forget_runs(at: datetime) -> None:
    """Delete what was only chosen a day ago, and everything that is too old to be undone."""
    MadePart.objects.filter(made_at__lt=at - UNDO_FOR - timedelta(days=1)).delete()
    RemovedRow.objects.filter(removed_at__lt=at - UNDO_FOR - timedelta(days=1)).delete()
    old = BulkRun.objects.filter(created_at__lt=at - timedelta(days=1), stage=Stage.CHOSEN)
    for runs in (old, BulkRun.objects.filter(created_at__lt=at - UNDO_FOR - timedelta(days=1))):
        ids = list(runs.values_list("pk", flat=True))
        BulkRow.objects.filter(run_id__in=ids).delete()
        BulkRun.objects.filter(undoes_id__in=ids).exclude(pk__in=ids).update(undoes=None)
        BulkRun.objects.filter(pk__in=ids).order_by("-pk").delete()


# Reading ----------------------------------------------------------------------------------------------------


def rows_of(run: BulkRun, outcome: str = "") -> Any:
    """The keys of a run's rows (of one outcome), as a query."""
    rows = BulkRow.objects.filter(run_id=run.pk, **({"outcome": outcome} if outcome else {}))
    return rows.values("object_id")


def get_run_for(actor: Actor, public_id: str) -> BulkRun:
    """A run of the actor's own; raises NotFound."""
    return row_of(BulkRun.objects.select_related("undoes").filter(user_id=actor.user_id), public_id)


def list_runs_for(actor: Actor, limit: int = 50) -> list[BulkRun]:
    """The actor's latest runs that are more than a choice."""
    runs = BulkRun.objects.filter(user_id=actor.user_id).exclude(stage=Stage.CHOSEN)
    return list(runs.order_by("-created_at", "-id")[:limit])


def count_news_for(actor: Actor) -> int:
    """How many of the actor's runs have ended since they last looked."""
    ended = BulkRun.objects.filter(user_id=actor.user_id, stage__in=(Stage.DONE, Stage.REFUSED))
    return ended.filter(seen_at=None, queued_at__isnull=False).count()


def mark_seen(run: BulkRun, at: datetime) -> None:
    """The actor has looked at how it ended."""
    if run.seen_at is None and run.stage in {Stage.DONE, Stage.REFUSED}:
        BulkRun.objects.filter(pk=run.pk, seen_at=None).update(seen_at=at)


def lock_run(run_id: int) -> BulkRun:
    """The run, locked until the end of the transaction."""
    return (
        BulkRun.objects.select_related("undoes").select_for_update(no_key=True, of=("self",)).get(pk=run_id)
    )


def work_of(run: BulkRun) -> Work:
    """What a run does, or takes back."""
    return work_named(run.entity, run.work)


def makes_files(run: BulkRun) -> bool:
    """Whether it changes nothing, and makes files."""
    return isinstance(work_of(run), FileWork)


def is_removal(run: BulkRun) -> bool:
    """Whether its rows are gone once it is done."""
    return run.work == DELETE and run.undoes_id is None


def titles_of_gone(actor: Actor, run: BulkRun, keys: Sequence[int]) -> Mapping[int, str]:
    """What rows were called that the run deleted, or would bring back: of those that the actor may bring back."""
    if run.work != DELETE:
        return {}
    events = run.undoes.events if run.undoes is not None else run.events
    return titles_of_removed(actor, entity_of(run), events, keys)


def entity_of(run: BulkRun) -> Entity:
    """What it does it to."""
    return entity_named(run.entity)
