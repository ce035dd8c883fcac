"""Runs of imports: begun with a file, corrected until the dry run pleases, queued once, done once."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from assetry.platform.audit.events import current_event_id
from assetry.platform.audit.undoing import events_below
from assetry.platform.database.reading import row_of
from assetry.platform.imports.mending import mended_sheet
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet, read_sheet
from assetry.platform.imports.refusals import ImportClosed
from assetry.platform.permissions.actor import Actor

APPLY_TASK = "assetry.jobs.imports.apply_import"
UNDO_TASK = "assetry.jobs.imports.undo_import"
UNDO_FOR = timedelta(days=30)
_OPEN = frozenset({ImportRun.Stage.READ, ImportRun.Stage.CHECKED, ImportRun.Stage.FAILED})


def begin_run(
    *, actor: Actor, entity: str, kind: str, file_name: str, content: bytes, at: datetime
) -> ImportRun:
    """Keep a file that can be read. Raises FileTooLarge, FileUnreadable."""
    read_sheet(content)
    return ImportRun.objects.create(
        entity=entity,
        kind=kind,
        user_id=actor.user_id,
        user_name=actor.name,
        content=content,
        file_name=PurePath(file_name.replace("\\", "/")).name[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
    )


def get_run_for(actor: Actor, public_id: str) -> ImportRun:
    """A run of the actor's own; raises NotFound."""
    return row_of(ImportRun.objects.filter(user_id=actor.user_id), public_id)


def list_runs_for(actor: Actor, limit: int = 10) -> Sequence[ImportRun]:
    """The actor's latest runs, without their contents."""
    runs = ImportRun.objects.filter(user_id=actor.user_id).defer("content", "ledger", "options", "summary")
    return list(runs.order_by("-created_at", "-id")[:limit])


def sheet_of(run: ImportRun, options: ImportOptions | None = None) -> Sheet:
    """The run's file, read as it was decided, with the cells that were mended. Raises FileUnreadable, FileTooLarge."""
    sheet = read_sheet(bytes(run.content), options.read_as if options else None)
    return mended_sheet(sheet, options.mended) if options and options.mended else sheet


def find_options_for(actor: Actor, run: ImportRun, headers: Sequence[str]) -> Mapping[str, Any] | None:
    """What the actor decided last about a file of the same with these very headers."""
    same = ImportRun.objects.filter(
        user_id=actor.user_id, entity=run.entity, kind=run.kind, options__headers=list(headers)
    )
    found: Mapping[str, Any] | None = (
        same.order_by("-created_at", "-id").values_list("options", flat=True).first()
    )
    return found


def keep_check(
    run: ImportRun, *, options: Mapping[str, Any], summary: Mapping[str, Any], ledger: bytes, shown: str
) -> None:
    """Keep what a dry run found. Raises ImportClosed once the import is on its way."""
    changed = ImportRun.objects.filter(pk=run.pk, stage__in=_OPEN).update(
        options=options,
        summary=summary,
        ledger=ledger,
        shown=shown,
        stage=ImportRun.Stage.CHECKED,
        failure="",
    )
    if not changed:
        raise ImportClosed(stage=ImportRun.objects.get(pk=run.pk).get_stage_display())
    run.refresh_from_db()


def keep_options(run: ImportRun, options: Mapping[str, Any]) -> None:
    """Keep a mapping before it is checked. Raises ImportClosed once the import is on its way."""
    changed = ImportRun.objects.filter(pk=run.pk, stage__in=_OPEN).update(
        options=options, stage=ImportRun.Stage.READ
    )
    if not changed:
        raise ImportClosed(stage=ImportRun.objects.get(pk=run.pk).get_stage_display())
    run.refresh_from_db()


def queue_run(run: ImportRun, *, at: datetime) -> bool:
    """Defer the job that applies a checked run, in the same transaction; a second click defers nothing."""
    with transaction.atomic():
        queued = ImportRun.objects.filter(pk=run.pk, stage=ImportRun.Stage.CHECKED).update(
            stage=ImportRun.Stage.QUEUED, queued_at=at
        )
        if queued:
            app.configure_task(APPLY_TASK, lock=f"import:{run.pk}").defer(run_id=run.pk)
    return bool(queued)


def can_be_undone(run: ImportRun, at: datetime) -> bool:
    """Whether a done import may still be taken back."""
    return run.stage == ImportRun.Stage.DONE and run.done_at is not None and at < run.done_at + UNDO_FOR


def queue_undo(run: ImportRun, *, at: datetime) -> bool:
    """Defer the job that takes an import back, in the same transaction; a second click defers nothing."""
    with transaction.atomic():
        queued = ImportRun.objects.filter(
            pk=run.pk, stage=ImportRun.Stage.DONE, done_at__gt=at - UNDO_FOR
        ).update(stage=ImportRun.Stage.UNDOING, queued_at=at, failure="")
        if queued:
            app.configure_task(UNDO_TASK, lock=f"import:{run.pk}").defer(run_id=run.pk)
    return bool(queued)


def give_up(run_id: int, reason: str) -> None:
    """Say why nothing was imported, or taken back; the run can be started again."""
    back = {
        ImportRun.Stage.QUEUED: ImportRun.Stage.FAILED,
        ImportRun.Stage.UNDOING: ImportRun.Stage.DONE,
    }
    for stage, before in back.items():
        ImportRun.objects.filter(pk=run_id, stage=stage).update(stage=before, failure=reason)


def lock_run(run_id: int) -> ImportRun:
    """The run, locked until the end of the transaction."""
    return ImportRun.objects.select_for_update(no_key=True).get(pk=run_id)


def is_to_be_done(locked: ImportRun) -> bool:
    """Whether a locked run is checked and not done yet. Raises ImportClosed where it was never checked."""
    if locked.stage not in {ImportRun.Stage.CHECKED, ImportRun.Stage.QUEUED, ImportRun.Stage.DONE}:
        raise ImportClosed(stage=locked.get_stage_display())
    return locked.stage != ImportRun.Stage.DONE


def finish_run(run: ImportRun, *, summary: Mapping[str, Any], ledger: bytes, at: datetime) -> None:
    """Mark a run as done, inside the transaction and the event that wrote its rows."""
    run.events = events_below(current_event_id())
    run.summary, run.ledger, run.stage, run.done_at, run.failure = (
        dict(summary),
        ledger,
        ImportRun.Stage.DONE,
        at,
        "",
    )
    run.save(update_fields=["summary", "ledger", "stage", "done_at", "failure", "events"])


def packed(entries: Sequence[Any]) -> bytes:
    """A ledger as it is stored."""
    return zlib.compress(json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(ledger: bytes) -> list[Any]:
    """The entries of a stored ledger."""
    found: list[Any] = json.loads(zlib.decompress(ledger)) if ledger else []
    return found


def earlier_ledgers(run: ImportRun) -> list[list[Any]]:
    """The ledgers of done imports of the very same file, newest first: rows without a key are known by them."""
    same = ImportRun.objects.filter(
        sha256=run.sha256, entity=run.entity, kind=run.kind, stage=ImportRun.Stage.DONE
    ).exclude(pk=run.pk)
    return [
        unpacked(bytes(ledger)) for ledger in same.order_by("-done_at").values_list("ledger", flat=True)[:3]
    ]
