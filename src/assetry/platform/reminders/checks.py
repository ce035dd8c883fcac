"""The check of reminders: every policy has an account that it reads as."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from assetry.platform.accounts.models import User
from assetry.platform.doctor.checks import WORK, Check, Finding, Level, register_checks
from assetry.platform.reminders.models import ReminderPolicy


def register() -> None:
    """Register it."""
    register_checks(Check(name="reminders", label=_("Reminders"), group=WORK, run=check_owners))


def check_owners(_at: datetime) -> Finding:
    """A policy of a closed account sends nothing, and nobody notices."""
    owner = User.objects.filter(pk=OuterRef("owner_user_id"), is_active=True)
    silent = ReminderPolicy.objects.filter(~Exists(owner), is_active=True).count()
    if silent:
        return Finding(
            level=Level.WARNING,
            detail=_("Reminder policies whose account is closed: %(n)d. They send nothing.") % {"n": silent},
            mend=_("Who manages access makes them anew under an account of their own, or deletes them."),
        )
    return Finding(detail=_("Every reminder policy has an open account."))
