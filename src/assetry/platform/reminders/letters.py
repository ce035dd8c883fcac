"""The mail of reminders: what comes up, in the recipient's language, each with its own link."""

from datetime import date
from typing import Any

from babel.dates import format_date
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.registry import entity_named
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.inbox.teams import teams
from assetry.platform.notifications.letters import Letter, register_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reminders.hooks import page_of
from assetry.platform.reminders.links import link_of
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.reminders.people import Addressee, people
from assetry.platform.reminders.sending import KIND, who_left
from assetry.platform.reminders.sweeping import owner_of
from assetry.platform.subscriptions.unsubscribing import Topic, register_topic, unsubscribe_url
from assetry.platform.webhooks.models import Webhook


def write_reminder(mail: OutgoingMail) -> Letter | None:
    """None where nobody is there to write to, or everything in it moved or was done meanwhile."""
    reminders = list(
        Reminder.objects.select_related("policy")
        .filter(pk__in=mail.facts["reminders"], is_settled=False, outcome=Reminder.Outcome.SENT)
        .order_by("occurs_on", "pk")
    )
    if not reminders:
        return None
    policy, recipient = reminders[0].policy, reminders[0].recipient
    to = addressee_of(policy, recipient)
    if to is None or not to.email or who_left(policy, [recipient]):
        return None
    with translation.override(to.language):
        lines = _lines(policy, recipient, reminders, to.language)
        return _letter(policy, to, lines, unsubscribe_url(KIND, reminders[0].public_id)) if lines else None


def addressee_of(policy: ReminderPolicy, recipient: str) -> Addressee | None:
    """Who a recipient is now."""
    kind, _colon, key = recipient.partition(":")
    if kind == "user":
        user = active_users([int(key)]).get(int(key))
        return Addressee(name=user.name, email=user.email, language=user.language) if user else None
    if kind == "person":
        return people().find([int(key)]).get(int(key))
    if kind == "team":
        name = teams().names([int(key)]).get(int(key))
        return Addressee(name=name, email="", language="en") if name else None
    if kind == "hook":
        webhook = Webhook.objects.filter(pk=int(key)).first()
        return Addressee(name=webhook.name, email="", language="en") if webhook else None
    addresses = policy.addresses[int(key) : int(key) + 1]
    return Addressee(name="", email=addresses[0], language="en") if addresses else None


def _lines(
    policy: ReminderPolicy, recipient: str, reminders: list[Reminder], language: str
) -> list[dict[str, Any]]:
    """What is told of each thing that its reader (the account, else the policy's owner) sees now."""
    kind, _colon, key = recipient.partition(":")
    user = active_users([int(key)]).get(int(key)) if kind == "user" else None
    reader = actor_of(user) if user else owner_of(policy)
    if reader is None:
        return []
    entity = entity_named(policy.entity)
    found = entity.visible_to(reader).filter(pk__in=[reminder.object_id for reminder in reminders])
    rows = {row.pk: row for row in found}
    return [
        {
            "title": entity.title(rows[reminder.object_id]),
            # Who has no account would only find the door.
            "url": page_of(entity, rows[reminder.object_id]) if user else "",
            "day": format_date(reminder.occurs_on, "d MMM y", locale=language.replace("-", "_")),
            "link": link_of(reminder),
        }
        for reminder in reminders
        if reminder.object_id in rows
    ]


def _letter(policy: ReminderPolicy, to: Addressee, lines: list[dict[str, Any]], unsubscribe: str) -> Letter:
    label = str(entity_named(policy.entity).field(policy.field).label)
    count = len(lines)
    subject = _("%(name)s: %(thing)s, %(day)s") % {
        "name": policy.name,
        "thing": lines[0]["title"],
        "day": lines[0]["day"],
    }
    if count > 1:
        subject = ngettext("%(name)s: %(n)d thing", "%(name)s: %(n)d things", count) % {
            "name": policy.name,
            "n": count,
        }
    context = {
        "language": translation.get_language(),
        "name": to.name,
        "title": policy.name,
        "label": label,
        "lines": lines,
        "unsubscribe_url": unsubscribe,
    }
    return Letter(
        to=to.email,
        subject=subject,
        text=render_to_string("mail/reminder.txt", context),
        html=render_to_string("mail/reminder.html", context),
        unsubscribe_url=unsubscribe,
    )


def words_of_lead(lead: int, occurs_on: date) -> str:
    """How far a reminder lies from its day."""
    if lead > 0:
        return ngettext("%(n)d day before", "%(n)d days before", lead) % {"n": lead}
    if lead < 0:
        return ngettext("%(n)d day after", "%(n)d days after", -lead) % {"n": -lead}
    return _("On the day")


def register() -> None:
    """Make the letter known, and what of it is optional."""
    register_letter(KIND, write_reminder)
    register_topic(KIND, _topic)


def _topic(public_id: str) -> Topic | None:
    reminder = Reminder.objects.select_related("policy").filter(public_id=public_id).first()
    if reminder is None or not reminder.policy.is_optional:
        return None
    return Topic(id=reminder.policy_id, recipient=reminder.recipient, name=reminder.policy.name)
