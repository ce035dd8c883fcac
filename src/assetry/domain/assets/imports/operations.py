"""The import as operations: the dry run that is kept, and the one transaction that carries it out."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.imports.applying import apply_plan
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.plan import Action, Plan
from assetry.domain.assets.imports.several import plan_file
from assetry.domain.assets.imports.summary import summarize
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for
from assetry.platform.audit.operation import operation
from assetry.platform.imports import runs
from assetry.platform.imports.memory import collector_paused
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.refusals import ImportStale
from assetry.platform.jobs.progress import Report, silent
from assetry.platform.permissions.actor import Actor


def check_import(*, actor: Actor, run: ImportRun, options: ImportOptions, at: datetime) -> Plan:
    """The dry run, kept with the run. It writes nothing of the register.

    Raises ColumnsUnknown, FileUnreadable, NotPermitted, NotFound, ImportClosed.
    """
    with collector_paused():
        plan = _plan(actor, run, options, at, silent)
        ledger = _ledger(plan)
    runs.keep_check(run, options=options.to_json(), summary=summarize(plan), ledger=ledger, shown=plan.digest)
    return plan


@operation(P.IMPORT)
def import_assets(
    *, actor: Actor, run: ImportRun, plan: Plan | None = None, report: Report = silent, at: datetime
) -> ImportRun:
    """Carry a checked run out: every accepted row in this transaction, or none. A second call changes nothing.

    What would happen now has to be what the dry run showed, on the same versions of the same assets. `plan` is the
    dry run itself, for whoever carries it out at once; without it the file is checked again.
    Raises ImportStale, ImportClosed (it was never checked), NotPermitted.
    """
    locked = runs.lock_run(run.pk)
    if not runs.is_to_be_done(locked):
        return locked
    with collector_paused():
        plan = plan or _plan(actor, locked, ImportOptions.from_json(locked.options), at, report)
        if plan.digest != locked.shown:
            raise ImportStale
        try:
            apply_plan(actor=actor, plan=plan, at=at, report=report)
        except IntegrityError as error:  # somebody else took a tag, serial number or name meanwhile
            raise ImportStale from error
        runs.finish_run(locked, summary=summarize(plan), ledger=_ledger(plan), at=at)
    return locked


def _plan(actor: Actor, run: ImportRun, options: ImportOptions, at: datetime, report: Report) -> Plan:
    sheet = runs.sheet_of(run, options)
    remembered = _remembered(run)
    return plan_file(
        actor=actor,
        kind=_kind(actor, run),
        sheet=sheet,
        options=options,
        remembered=remembered,
        at=at,
        report=report,
    )


def _kind(actor: Actor, run: ImportRun) -> AssetKind:
    return get_kind_for(actor, run.kind)


def _remembered(run: ImportRun) -> Mapping[int, str]:
    """By row, the assets that earlier imports of this very file made or found."""
    found: dict[int, str] = {}
    for ledger in reversed(runs.earlier_ledgers(run)):
        found.update({entry[0]: entry[2] for entry in ledger if entry[2] and entry[1] != Action.REFUSE})
    return found


def _ledger(plan: Plan) -> bytes:
    return runs.packed([row.ledger_entry() for row in plan.rows])
