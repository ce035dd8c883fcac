"""What went through the sweep reaches people: their inbox, and a mail. All in the sweep's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from assetry.kernel.public_id import new_public_ids
from assetry.kernel.registry import entity_named
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.audit.events import current_event_id
from assetry.platform.audit.operation import operation
from assetry.platform.inbox.models import ItemKind
from assetry.platform.notifications.outbox import post_mail
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.hooks import tell_webhook
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.reminders.sweeping import Planned, plan
from assetry.platform.subscriptions.unsubscribing import unsubscribed

KIND = "reminder"
# `origin` as `origin_of` has it; what stands in the inbox already is the same occurrence, by an earlier lead.
_FILL = """
    INSERT INTO inbox_inboxitem
        (public_id, user_id, team_id, kind, title, entity, object_id, origin, due_on, created_at)
    SELECT i.public_id, CASE WHEN r.recipient LIKE 'user:%%' THEN split_part(r.recipient, ':', 2)::bigint END,
        CASE WHEN r.recipient LIKE 'team:%%' THEN split_part(r.recipient, ':', 2)::bigint END, %(kind)s,
        %(title)s, %(entity)s, r.object_id, concat_ws(':', 'reminder', r.policy_id, r.object_id, r.occurs_on),
        r.occurs_on, %(at)s
    FROM unnest(%(ids)s::bigint[], %(public_ids)s::text[]) AS i (id, public_id)
    JOIN reminders_reminder r ON r.id = i.id ORDER BY r.id
    ON CONFLICT DO NOTHING
"""
_MARK = """
    UPDATE reminders_reminder r SET event_id = %s, mail_id = i.mail_id
    FROM unnest(%s::bigint[], %s::bigint[]) AS i (id, mail_id) WHERE r.id = i.id
"""


@operation(None, intent="reminders.send")
def sweep_policy(*, actor: Actor, policy: ReminderPolicy, at: datetime) -> int:
    """Send what is due under a policy and was not sent; how many. Two at once: the second waits and sends nothing.

    Raises FilterInvalid.
    """
    locked = (
        ReminderPolicy.objects.select_for_update(no_key=True)
        .filter(pk=policy.pk, is_active=True, owner_user_id=actor.user_id)
        .first()
    )
    if locked is None:
        return 0
    planned = plan(locked, actor, at=at)
    if planned:
        seen = _hide(locked, planned)
        _fill_inboxes(locked, seen, at)
        hooked = {recipient: seen.pop(recipient) for recipient in list(seen) if recipient.startswith("hook:")}
        for team in [recipient for recipient in seen if recipient.startswith("team:")]:
            del seen[team]  # a team hears in its inbox
        if locked.by_mail:
            _post(locked, seen, {pk: mail for pk, _object, _recipient, mail in planned})
        for ids in hooked.values():
            tell_webhook(locked, actor, ids, at=at)
    return len(planned)


def _hide(policy: ReminderPolicy, planned: Sequence[Planned]) -> dict[str, list[int]]:
    """The ids by recipient, without what a recipient's account may not see: one statement for each account."""
    by_recipient: dict[str, dict[int, int]] = defaultdict(dict)
    for pk, object_id, recipient, _mail in planned:
        by_recipient[recipient][object_id] = pk
    users = active_users(_user_id(recipient) for recipient in by_recipient if recipient.startswith("user:"))
    entity, seen, hidden = entity_named(policy.entity), dict[str, list[int]](), list[int]()
    for recipient, ids in by_recipient.items():
        allowed = set(ids)
        if recipient.startswith("user:"):
            user = users.get(_user_id(recipient))
            rows = (
                entity.visible_to(actor_of(user)).filter(pk__among=list(ids)).values_list("pk", flat=True)
                if user
                else ()
            )
            allowed = set(rows)
        seen[recipient] = [pk for object_id, pk in ids.items() if object_id in allowed]
        hidden += [pk for object_id, pk in ids.items() if object_id not in allowed]
    if hidden:
        Reminder.objects.filter(pk__among=hidden).update(
            outcome=Reminder.Outcome.HIDDEN, event_id=None, mail_id=None
        )
    return {recipient: ids for recipient, ids in seen.items() if ids}


def _user_id(recipient: str) -> int:
    return int(recipient.partition(":")[2])


def _fill_inboxes(policy: ReminderPolicy, seen: dict[str, list[int]], at: datetime) -> None:
    """One item for each account or team and occurrence, whatever the number of its leads; in one statement."""
    ids = [pk for recipient, pks in seen.items() if recipient.startswith(("user:", "team:")) for pk in pks]
    given: dict[str, Any] = {
        "ids": ids,
        "public_ids": new_public_ids(len(ids)),
        "kind": ItemKind.DUE.value,
        "title": policy.name,
        "entity": policy.entity,
        "at": at,
    }
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_FILL, given)


def origin_of(reminder: Reminder) -> str:
    """What the inbox items of an occurrence are known by."""
    return f"reminder:{reminder.policy_id}:{reminder.object_id}:{reminder.occurs_on.isoformat()}"


def _post(policy: ReminderPolicy, seen: dict[str, list[int]], noted: Mapping[int, int | None]) -> None:
    """One mail for each recipient, or one for each reminder; `noted` is the mail that a reminder was written with."""
    event_id, left = current_event_id(), who_left(policy, seen)
    batches = {
        tuple(sorted(batch)): recipient not in left
        for recipient, ids in seen.items()
        for batch in ([ids] if policy.is_digest else [[pk] for pk in ids])
    }
    for batch, is_wanted in batches.items():
        facts = {"reminders": list(batch)}
        post_mail(kind=KIND, recipient_id=batch[0], has_address=True, facts=facts, is_wanted=is_wanted)
    mails = {pk: batch[0] for batch in batches for pk in batch}
    _mark({pk: mail for pk, mail in mails.items() if noted[pk] != mail}, event_id)


def who_left(policy: ReminderPolicy, recipients: Iterable[str]) -> set[str]:
    """Who unsubscribed from the policy; nobody can from one that is not optional."""
    return unsubscribed(KIND, policy.pk, recipients) if policy.is_optional else set()


def _mark(mails: Mapping[int, int], event_id: int) -> None:
    """Note which mail each reminder is in: one that escalates, or whose mail was that of one not to be seen."""
    if mails:
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [event_id, list(mails), list(mails.values())])
