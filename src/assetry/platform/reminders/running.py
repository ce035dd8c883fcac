"""All policies, one after the other: each in a transaction of its own, so that one never holds up another."""

from datetime import datetime

from assetry.kernel.filters import FilterInvalid
from assetry.platform.custom_fields.definitions import one_look
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.sending import sweep_policy
from assetry.platform.reminders.sweeping import owner_of


def sweep_all(*, at: datetime) -> list[str]:
    """Send what is due under every policy; the public ids of those whose filter or field no longer fits."""
    broken = []
    for policy in ReminderPolicy.objects.filter(is_active=True).order_by("pk"):
        actor = owner_of(policy)
        if actor is None:
            continue
        try:
            with one_look():
                sweep_policy(actor=actor, policy=policy, at=at)
        except (FilterInvalid, KeyError):
            broken.append(policy.public_id)
    return broken
