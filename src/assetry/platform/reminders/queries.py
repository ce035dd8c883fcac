"""Reads of policies: one's own; whoever manages access sees all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import Count, Max, Q, QuerySet

from assetry.kernel.registry import Entity, entities, entity_named
from assetry.platform.database.reading import row_of
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders import rules
from assetry.platform.reminders.matching import matches_of
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.reminders.people import date_fields

MANAGE = "views.share"  # who shows lists to others reminds them as well
OVERSEE = "access.manage"
PREVIEWED = timedelta(days=90)
MOST_PREVIEWED = 1000


@dataclass(frozen=True, slots=True)
class Preview:
    """One reminder that a policy would send: on a day, about a thing, so long before its day."""

    day: date
    lead: int
    occurs_on: date
    object_id: int


def remindable() -> list[Entity]:
    """The entities that have a described date."""
    return [entity for entity in entities() if entity.url_name and date_fields(entity)]


def policies_of(actor: Actor) -> "QuerySet[ReminderPolicy]":
    """The policies that the actor may see and change."""
    rows = ReminderPolicy.objects.all()
    return rows if actor.may(OVERSEE) else rows.filter(owner_user_id=actor.user_id)


def list_policies(actor: Actor) -> Sequence[ReminderPolicy]:
    """By name, each with `sent` (how many reminders) and `last` (when the last one went out)."""
    sent = Q(pk__isnull=False)
    counts = {
        row["policy"]: row
        for row in Reminder.objects.filter(sent, policy__in=policies_of(actor))
        .values("policy")
        .annotate(n=Count("pk"), last=Max("sent_at"))
    }
    rows = list(policies_of(actor).order_by("name", "pk"))
    for row in rows:
        found = counts.get(row.pk, {"n": 0, "last": None})
        row.sent, row.last = found["n"], found["last"]  # type: ignore[attr-defined]
    return rows


def get_policy_for(actor: Actor, public_id: str) -> ReminderPolicy:
    """One of them. Raises NotFound."""
    return row_of(policies_of(actor), public_id)


def preview_of(policy: ReminderPolicy, actor: Actor, *, today: date) -> list[Preview]:
    """What the policy would have sent in the last 90 days and will send in the next, by day, as things stand now.

    At most 1,000. Raises FilterInvalid.
    """
    leads = rules.all_leads(policy.leads, policy.repeat_every, policy.repeat_times)
    first, last = today - PREVIEWED, today + PREVIEWED
    rows = matches_of(
        policy,
        actor,
        first=first + timedelta(days=min(leads)),
        last=last + timedelta(days=max(leads) + 3),
        today=today,
    )
    found = (
        Preview(day, lead, row["d"], row["o"])
        for row in rows.order_by("d")[:MOST_PREVIEWED]
        for lead in leads
        if first <= (day := rules.send_day(row["d"], lead, policy.hours)) <= last
    )
    return list(islice(sorted(found, key=lambda one: (one.day, one.object_id)), MOST_PREVIEWED))


def titles_of(policy: ReminderPolicy, actor: Actor, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Public id and title of things of the policy that the actor sees."""
    entity = entity_named(policy.entity)
    rows = entity.visible_to(actor).filter(pk__in=set(ids))
    return {row.pk: (row.public_id, entity.title(row)) for row in rows}


def list_sent(policy: ReminderPolicy, *, most: int = 100) -> Sequence[Reminder]:
    """The last reminders, newest first, each with `mail` (its state, "" where none was sent)."""
    rows = list(Reminder.objects.filter(policy=policy).order_by("-pk")[:most])
    wanted = {(row.event_id, row.mail_id) for row in rows if row.mail_id}
    mails = OutgoingMail.objects.filter(
        kind="reminder",
        event_id__in={event for event, _mail in wanted},
        recipient_id__in={m for _e, m in wanted},
    )
    states = {(mail.event_id, mail.recipient_id): mail.state for mail in mails}
    for row in rows:
        row.mail = states.get((row.event_id or 0, row.mail_id or 0), "")  # type: ignore[attr-defined]
    return rows
