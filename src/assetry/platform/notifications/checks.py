"""Checks of the outbox: mails leave it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import WORK, Check, Finding, Level, register_checks
from assetry.platform.notifications.models import OutgoingMail

# A mail server may put a mail off for a while; what waits longer than this is stuck.
PATIENCE = timedelta(hours=2)

_STUCK = """
    SELECT count(*) FROM notifications_outgoingmail m
    WHERE m.state = 'waiting'
      AND EXISTS (SELECT FROM audit_event e WHERE e.id = m.event_id AND e.recorded_at < %(before)s)
"""


def register() -> None:
    """Register the checks of mail."""
    register_checks(
        Check(name="mail_server", label=_("Mail server"), group=WORK, run=check_server),
        Check(name="mails", label=_("Outgoing mail"), group=WORK, run=check_mails),
    )


def check_server(_at: datetime) -> Finding:
    """Without a mail server nobody hears of anything."""
    backend = settings.MAILERS["default"]["BACKEND"]
    if backend.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        return Finding(
            level=Level.WARNING,
            detail=_("Mails are printed by the worker: no mail server is set."),
            mend=_("Set ASSETRY_SMTP_URL (docs/admin/demo-and-mail.md)."),
        )
    host = settings.MAILERS["default"].get("OPTIONS", {}).get("host", "")
    return Finding(
        detail=_("Mails go through %(host)s.") % {"host": host or urlsplit(settings.BASE_URL).hostname}
    )


def check_mails(at: datetime) -> Finding:
    """What was to be told has been told."""
    stuck = int(select(_STUCK, {"before": at - PATIENCE})[0][0])
    lost = [OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED]
    failed = OutgoingMail.objects.filter(state__in=lost).count()
    if stuck:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Mails that wait for more than two hours: %(n)d.") % {"n": stuck},
            mend=_("See that the worker runs and reaches the mail server; they are sent as soon as it does."),
        )
    if failed:
        return Finding(
            level=Level.WARNING,
            detail=_("Mails that could not be delivered: %(n)d.") % {"n": failed},
            mend=_("Correct the addresses: the timeline of each asset says which mail failed."),
        )
    return Finding(detail=_("No mail is stuck."))
