"""The link in a reminder's mail: done, later or somebody else's, for that one occurrence, for 30 days, once.

Nobody is signed in, so no audit event names somebody: what was done by a link stands on the reminder itself.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.acting import active_users
from assetry.platform.accounts.links import address_of, is_sealed, link_text, public_id_in
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.operations import hand_over
from assetry.platform.reminders.models import Reminder
from assetry.platform.reminders.sending import origin_of

KIND = "reminder"
OPEN_FOR = timedelta(days=30)
LATER = timedelta(days=7)


class ReminderLinkClosed(Refusal):
    """Used, too old, of a date that moved or an account that was closed, or never one of ours: not told apart."""

    code = "reminder_link_closed"
    status = 410
    message = _("This link was used already, or is too old. Sign in to see what waits for you.")


def link_of(reminder: Reminder) -> str:
    """The whole link."""
    return address_of("reminder_link", link_text(KIND, reminder.public_id, *_facts(reminder)))


def find_reminder(text: str, *, at: datetime) -> Reminder:
    """The reminder of a link that holds. Raises ReminderLinkClosed."""
    reminder = Reminder.objects.select_related("policy").filter(public_id=public_id_in(text)).first()
    if reminder is None or not is_sealed(text, KIND, reminder.public_id, *_facts(reminder)):
        raise ReminderLinkClosed
    closed = reminder.acted_at is not None or reminder.outcome != Reminder.Outcome.SENT
    if closed or at >= reminder.sent_at + OPEN_FOR or _is_of_nobody(reminder):
        raise ReminderLinkClosed
    return reminder


def _is_of_nobody(reminder: Reminder) -> bool:
    """Whether its recipient's account was closed since: whoever left does nothing here any more."""
    kind, _colon, key = reminder.recipient.partition(":")
    return kind == "user" and not active_users([int(key)])


def note_opened(reminder: Reminder, *, at: datetime) -> None:
    """Remember when the link was opened first."""
    Reminder.objects.filter(pk=reminder.pk, opened_at=None).update(opened_at=at)


def settle(reminder: Reminder, *, at: datetime) -> None:
    """Nothing more is sent about the occurrence, and it leaves every inbox. Raises ReminderLinkClosed."""
    with transaction.atomic():
        locked = _used(reminder, at)
        origin = origin_of(locked)
        settle_origin(origin)
        InboxItem.objects.filter(origin=origin, done_at=None).update(done_at=at)


def postpone(reminder: Reminder, *, at: datetime) -> None:
    """The recipient's own item comes back in a week. Raises ReminderLinkClosed."""
    with transaction.atomic():
        locked = _used(reminder, at)
        kind, _colon, key = locked.recipient.partition(":")
        if kind == "user":
            own = InboxItem.objects.filter(origin=origin_of(locked), user_id=int(key), done_at=None)
            own.update(snoozed_until=at + LATER)


def can_hand_over(reminder: Reminder) -> bool:
    """Whether its recipient has an inbox from which it can go into another one."""
    return reminder.recipient.startswith("user:")


def hand_on(reminder: Reminder, assignee: str, *, at: datetime) -> None:
    """Put the recipient's own item into the inbox of somebody else. Raises ReminderLinkClosed, NobodyOfThatName."""
    with transaction.atomic():
        locked = _used(reminder, at)
        giver = int(locked.recipient.partition(":")[2]) if can_hand_over(locked) else None
        own = InboxItem.objects.select_for_update(no_key=True).filter(
            origin=origin_of(locked), user_id=giver, done_at=None, canceled_at=None
        )
        item = own.first() if giver is not None else None
        if item is None or giver is None:
            raise ReminderLinkClosed
        hand_over(item, assignee, giver=giver, at=at)


def settle_origin(origin: str) -> None:
    """The item of an occurrence was done in an inbox: nothing more is sent about it."""
    _word, policy, object_id, day = origin.split(":")
    Reminder.objects.filter(policy_id=int(policy), object_id=int(object_id), occurs_on=day).update(
        is_settled=True
    )


def _used(reminder: Reminder, at: datetime) -> Reminder:
    """The reminder, locked and used: of two clicks the second finds it closed."""
    locked = Reminder.objects.select_for_update(no_key=True).filter(pk=reminder.pk, acted_at=None).first()
    if locked is None:
        raise ReminderLinkClosed
    locked.acted_at = at
    locked.save(update_fields=["acted_at"])
    return locked


def _facts(reminder: Reminder) -> tuple[str, ...]:
    return (reminder.recipient, reminder.occurs_on.isoformat(), str(reminder.object_id))
