"""Applies an import that was checked and confirmed on a page."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from assetry.kernel.refusals import Refusal, Text
from assetry.platform.accounts.models import User
from assetry.platform.database.outages import outage_of
from assetry.platform.imports import undoing
from assetry.platform.imports.importers import importer_of
from assetry.platform.imports.models import ImportProgress, ImportRun
from assetry.platform.imports.runs import give_up
from assetry.platform.jobs.progress import Report, reporting
from assetry.platform.jobs.retries import ThroughOutages
from assetry.platform.permissions.actor import Actor, Door


@app.task(retry=ThroughOutages())
def apply_import(run_id: int) -> None:
    """Import once, however often the job is delivered: what it writes and the run's "done" are one transaction.

    Whoever uploaded acts, with the rights they have now. A refusal ends the run with its reason, an error of ours with
    an apology; an outage of the database, or a full disk, is waited out.
    """
    _run(run_id, _apply, _("Something went wrong here, not with your file. Nothing was imported."))


@app.task(retry=ThroughOutages())
def undo_import(run_id: int) -> None:
    """Take an import back, once."""
    _run(run_id, _undo, _("Something went wrong here. Nothing was undone."))


def _apply(actor: Actor, run: ImportRun, report: Report, at: datetime) -> None:
    importer_of(run).apply(actor=actor, run=run, report=report, at=at)


def _undo(actor: Actor, run: ImportRun, report: Report, at: datetime) -> None:
    undoing.undo_import(actor=actor, run=run, restore=importer_of(run).restore, report=report, at=at)


def _run(run_id: int, work: Callable[[Actor, ImportRun, Report, datetime], None], apology: Text) -> None:
    run = ImportRun.objects.defer("content", "ledger").get(pk=run_id)
    user = User.objects.filter(pk=run.user_id, is_active=True).first()
    if user is None:
        give_up(run_id, str(_("The account that uploaded the file is not active any more.")))
        return
    actor = Actor(
        user_id=user.pk, name=user.name, person_id=user.person_id, door=Door.IMPORT, language=user.language
    )
    with translation.override(user.language), reporting(ImportProgress, run_id, first="read") as report:
        try:
            work(actor, run, report, datetime.now(UTC))
        except Refusal as refusal:
            give_up(run_id, str(refusal))
        except Exception as error:
            if outage_of(error) is None:
                give_up(run_id, str(apology))
            raise
