"""Applies a change of many that was previewed and confirmed on a page."""

from datetime import UTC, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.models import User
from assetry.platform.bulk.models import BulkProgress, BulkRun
from assetry.platform.bulk.runs import apply_run, forget_runs, give_up
from assetry.platform.database.outages import outage_of
from assetry.platform.jobs.progress import reporting
from assetry.platform.jobs.retries import ThroughOutages
from assetry.platform.permissions.actor import Actor, Door


@app.task(retry=ThroughOutages())
def apply_bulk(run_id: int) -> None:
    """Apply once, however often the job is delivered: what it writes and the run's "done" are one transaction.

    Whoever confirmed it acts, with the rights they have now. A refusal ends the run with its reason, an error of ours
    with an apology; an outage of the database, or a full disk, is waited out.
    """
    run = BulkRun.objects.get(pk=run_id)
    user = User.objects.filter(pk=run.user_id, is_active=True).first()
    if user is None:
        give_up(run_id, _("The account that asked for this is not active any more."))
        return
    actor = Actor(
        user_id=user.pk, name=user.name, person_id=user.person_id, door=Door.JOB, language=user.language
    )
    with translation.override(user.language), reporting(BulkProgress, run_id, first="check") as report:
        try:
            apply_run(actor=actor, run_id=run_id, report=report, at=datetime.now(UTC))
        except Refusal as refusal:
            give_up(run_id, str(refusal))
        except Exception as error:
            if outage_of(error) is None:
                give_up(run_id, _("Something went wrong here. Nothing was changed."))
            raise


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="forget_bulk_runs", retry=RetryStrategy(max_attempts=3))
def forget_bulk_runs(timestamp: int) -> None:
    """Forget which rows were chosen for what was never done, after a day, and for what cannot be undone any more."""
    forget_runs(datetime.fromtimestamp(timestamp, UTC))
