"""The sweep: what is due under a policy goes out, once: one INSERT decides, a second one inserts nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.sql import Query

from assetry.kernel.registry import entity_named
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.audit.events import current_event_id
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders import rules
from assetry.platform.reminders.matching import matches_of, window_of
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.people import people, roles_of

# A person with an account is that account. Ids of twelve hexadecimal digits are public ids too. A row is written once,
# with its mail: an update would write it and its indexes again. What went out before gets no number; should two sweeps
# meet nonetheless, the constraint decides.
_INSERT = """
    INSERT INTO reminders_reminder (
        id, public_id, policy_id, object_id, occurs_on, lead, recipient, is_escalated, sent_at, outcome, is_settled,
        event_id, mail_id
    )
    SELECT f.id, upper(left(replace(gen_random_uuid()::text, '-', ''), 12)), %(policy)s, f.o, f.d, f.lead, f.recipient,
        false, %(at)s, 'sent', false, CASE WHEN f.is_mailed THEN %(event)s::bigint END,
        CASE WHEN f.is_mailed THEN
            CASE WHEN %(digest)s THEN min(f.id) OVER (PARTITION BY f.recipient) ELSE f.id END
        END
    FROM (
        SELECT nextval('reminders_reminder_id_seq') AS id, n.*,
            %(by_mail)s AND split_part(n.recipient, ':', 1) NOT IN ('hook', 'team') AS is_mailed
        FROM (
            SELECT DISTINCT m.o, m.d, s.lead, coalesce('user:' || u.id, r.recipient) AS recipient
            FROM ({matches}) m
            CROSS JOIN LATERAL (
                {roles}
                SELECT * FROM unnest(%(recipients)s::text[], %(their_zones)s::text[], %(nobodies)s::bigint[])
            ) r (recipient, zone, person)
            JOIN unnest(%(zones)s::text[], %(days)s::date[]) z (zone, day) ON z.zone = r.zone
            CROSS JOIN LATERAL (
                SELECT min(l.lead) AS lead FROM unnest(%(leads)s::int[]) l (lead)
                WHERE m.d - l.lead <= z.day AND m.d - l.lead >= %(since)s
            ) s
            LEFT JOIN accounts_user u ON u.person_id = r.person AND u.is_active
            WHERE r.recipient IS NOT NULL AND s.lead IS NOT NULL
        ) n
        WHERE NOT EXISTS (
            SELECT FROM reminders_reminder e
            WHERE e.policy_id = %(policy)s AND e.object_id = n.o AND e.occurs_on = n.d
                AND (e.is_settled OR (e.lead = n.lead AND e.recipient = n.recipient))
        )
    ) f
    ON CONFLICT (policy_id, object_id, occurs_on, lead, recipient) DO NOTHING
    RETURNING id, object_id, recipient, mail_id
"""
_ROLE = "SELECT 'person:' || m.p{n}, m.z{n}::text, m.p{n}::bigint UNION ALL"
_TEAM = "SELECT 'team:' || m.p{n}, m.z{n}::text, NULL::bigint UNION ALL"
# Of each occurrence that nobody acted on in time: one more reminder, to whom it is escalated.
_ESCALATE = """
    INSERT INTO reminders_reminder
        (public_id, policy_id, object_id, occurs_on, lead, recipient, is_escalated, sent_at, outcome, is_settled)
    SELECT DISTINCT ON (m.o, m.d)
        upper(left(replace(gen_random_uuid()::text, '-', ''), 12)), %(policy)s, m.o, m.d, e.lead, %(recipient)s,
        true, %(at)s, 'sent', false
    FROM ({matches}) m
    JOIN reminders_reminder e ON e.policy_id = %(policy)s AND e.object_id = m.o AND e.occurs_on = m.d
    WHERE e.sent_at <= %(at)s - make_interval(days => %(after)s) AND e.outcome = 'sent' AND NOT EXISTS (
        SELECT FROM reminders_reminder a
        WHERE a.policy_id = %(policy)s AND a.object_id = m.o AND a.occurs_on = m.d
            AND (a.is_settled OR a.recipient = %(recipient)s)
    )
    ORDER BY m.o, m.d, e.sent_at
    ON CONFLICT (policy_id, object_id, occurs_on, lead, recipient) DO NOTHING
    RETURNING id, object_id, recipient, mail_id
"""
# Of days that no longer stand: rarely there are any, so inboxes are looked into only then.
_CANCEL = """
    UPDATE reminders_reminder e SET outcome = 'canceled'
    WHERE e.policy_id = %(policy)s AND e.outcome = 'sent' AND NOT e.is_settled
        AND e.occurs_on BETWEEN %(first)s AND %(last)s
        AND NOT EXISTS (SELECT FROM ({matches}) m WHERE m.o = e.object_id AND m.d = e.occurs_on)
    RETURNING concat_ws(':', 'reminder', e.policy_id, e.object_id, e.occurs_on)
"""
_TAKE_BACK = """
    UPDATE inbox_inboxitem SET canceled_at = %s
    WHERE origin = ANY (%s::text[]) AND done_at IS NULL AND canceled_at IS NULL
"""

type Planned = tuple[int, int, str, int | None]


def plan(policy: ReminderPolicy, actor: Actor, *, at: datetime) -> list[Planned]:
    """Insert what goes out now: (id, object, recipient, mail) of what no earlier sweep inserted.

    The mail is that of everything new to the recipient, if that is what the policy wants; nothing is known yet of
    what a recipient may not see.

    Called in a transaction that holds the policy's lock. Raises FilterInvalid.
    """
    zones = rules.open_zones(at, policy.hours)
    if not zones:
        return []
    leads = rules.all_leads(policy.leads, policy.repeat_every, policy.repeat_times)
    first, last = window_of(leads, max(zones.values()), policy.starts_on)
    rows = matches_of(policy, actor, first=first, last=last, today=at.date())
    sql, params = _named(rows.query)
    known = roles_of(entity_named(policy.entity))
    named = [known[code] for code in policy.roles if code in known]
    roles = " ".join((_TEAM if role.is_team else _ROLE).format(n=n) for n, role in enumerate(named))
    given: dict[str, Any] = {
        **params,
        "policy": policy.pk,
        "at": at,
        "event": current_event_id(),
        "by_mail": policy.by_mail,
        "digest": policy.is_digest,
        "since": policy.starts_on,
        "leads": leads,
        "zones": list(zones),
        "days": list(zones.values()),
        "first": first,
        "last": last,
        **_fixed_recipients(policy),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANCEL.format(matches=sql), given)
        if gone := {origin for (origin,) in cursor.fetchall()}:
            cursor.execute(_TAKE_BACK, [at, sorted(gone)])
        cursor.execute(_INSERT.format(matches=sql, roles=roles), given)
        planned: list[Planned] = cursor.fetchall()
        planned += _escalated(cursor, policy, sql, given)
    return planned


def _escalated(cursor: Any, policy: ReminderPolicy, sql: str, given: dict[str, Any]) -> Sequence[Planned]:
    if policy.escalate_to_id is None:
        return []
    recipient = f"user:{policy.escalate_to_id}"
    if _zones_of(policy, [policy.escalate_to_id])[policy.escalate_to_id] not in given["zones"]:
        return []
    cursor.execute(
        _ESCALATE.format(matches=sql), {**given, "recipient": recipient, "after": policy.escalate_after}
    )
    found: Sequence[Planned] = cursor.fetchall()
    return found


def _fixed_recipients(policy: ReminderPolicy) -> dict[str, list[Any]]:
    """The accounts and addresses that a policy names, each with its zone."""
    zones = _zones_of(policy, policy.user_ids)
    recipients = [(f"user:{pk}", zones[pk]) for pk in policy.user_ids]
    recipients += [
        (f"mail:{place}", policy.zone) for place, address in enumerate(policy.addresses) if address
    ]
    if policy.webhook_id:
        recipients.append((f"hook:{policy.webhook_id}", policy.zone))
    return {
        "recipients": [recipient for recipient, _zone in recipients],
        "their_zones": [zone for _recipient, zone in recipients],
        "nobodies": [None] * len(recipients),
    }


def _zones_of(policy: ReminderPolicy, user_ids: Sequence[int]) -> dict[int, str]:
    """The zones of accounts: of their person's company, else the policy's."""
    users = active_users(user_ids)
    found = people().zones(user.person_id for user in users.values() if user.person_id)
    return {
        pk: found.get(users[pk].person_id or 0, policy.zone) if pk in users else policy.zone
        for pk in user_ids
    }


def _named(query: Query) -> tuple[str, dict[str, Any]]:
    """A query with named parameters, so that it may stand several times in a statement."""
    sql, params = query.sql_with_params()
    parts = sql.replace("%%", "\0").split("%s")
    named = "".join(part + (f"%(q{n})s" if n < len(params) else "") for n, part in enumerate(parts))
    return named.replace("\0", "%%"), {f"q{n}": value for n, value in enumerate(params)}


def owner_of(policy: ReminderPolicy) -> Actor | None:
    """Who a policy reads as; None where the account is closed."""
    user = active_users([policy.owner_user_id]).get(policy.owner_user_id)
    return actor_of(user) if user else None
