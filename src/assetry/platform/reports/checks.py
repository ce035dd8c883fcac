"""The check of reports by mail: every schedule has an open account and a view."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assetry.platform.accounts.models import User
from assetry.platform.doctor.checks import WORK, Check, Finding, Level, register_checks
from assetry.platform.reports.models import ReportSchedule
from assetry.platform.saved_views.models import SavedView


def register() -> None:
    """Register it."""
    register_checks(Check(name="reports", label=_("Reports by mail"), group=WORK, run=check_schedules))


def check_schedules(_at: datetime) -> Finding:
    """A schedule of a closed account or a deleted view sends nothing, and nobody notices."""
    owner = User.objects.filter(pk=OuterRef("owner_user_id"), is_active=True)
    view = SavedView.objects.filter(pk=OuterRef("view_id"))
    whole = Q(Exists(owner)) & Q(Exists(view))
    silent = ReportSchedule.objects.filter(~whole, is_active=True).count()
    if silent:
        return Finding(
            level=Level.WARNING,
            detail=_("Reports by mail whose account is closed or whose view is deleted: %(n)d.")
            % {"n": silent},
            mend=_("Delete them in Settings, or make them anew under an open account."),
        )
    return Finding(detail=_("Every report by mail has an open account and a view."))
