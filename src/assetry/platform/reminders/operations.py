"""Every change of policies: by their owner, and by whoever manages access."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.refusals import InvalidValue
from assetry.kernel.registry import Entity
from assetry.kernel.text import clean_text
from assetry.platform.accounts.models import User
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.filters.compile import compile_filter
from assetry.platform.inbox.models import InboxItem
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders import refusals
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.reminders.people import date_fields, people, roles_of
from assetry.platform.reminders.queries import MANAGE, policies_of, remindable
from assetry.platform.webhooks.queries import webhooks_of

MOST_POLICIES: Final = 100
MOST_LEADS: Final = 12
LONGEST_LEAD: Final = 730
MOST_RECIPIENTS: Final = 50
_PLAIN: Final = ("by_mail", "is_optional", "is_digest", "working_days", "is_active")


@operation(MANAGE, intent="reminders.create")
def create_policy(
    *, actor: Actor, entity: Entity, field: str, values: Mapping[str, Any], at: datetime
) -> ReminderPolicy:
    """Begin to remind of a date of things; leads whose day was before today never go out.

    `values`: name, filter_text, leads, repeat_every, repeat_times, roles, user_ids, addresses, by_mail, is_optional,
    is_digest, start_hour, end_hour, working_days, zone, escalate_after, escalate_to_id, is_active; what is left out
    keeps its default. Raises InvalidValue, PolicyReachesNobody, TooManyPolicies, NotPermitted.
    """
    if ReminderPolicy.objects.filter(owner_user_id=actor.user_id).count() >= MOST_POLICIES:
        raise refusals.TooManyPolicies(most=MOST_POLICIES)
    if entity not in remindable() or field not in date_fields(entity):
        raise InvalidValue(field="field", reason=_("Choose a date to be reminded of."))
    policy = ReminderPolicy(
        owner_user_id=actor.user_id,
        entity=entity.name,
        field=field,
        starts_on=at.date(),
        leads=[],
        name="",
        zone=people().zones([actor.person_id or 0]).get(actor.person_id or 0, "UTC"),
    )
    for name, value in _checked(
        actor, policy, entity, {"name": "", "leads": [], **values}, at.date()
    ).items():
        setattr(policy, name, value)
    policy.save(force_insert=True)
    return policy


@operation(MANAGE, intent="reminders.edit")
def edit_policy(
    *,
    actor: Actor,
    policy: ReminderPolicy,
    entity: Entity,
    changes: Mapping[str, Any],
    version: int | None,
    at: datetime,
) -> ReminderPolicy:
    """Change a policy. Raises InvalidValue, PolicyReachesNobody, StalePage, NotFound, NotPermitted."""
    locked = lock_row(policies_of(actor), policy.pk, version)
    save_changes(locked, _checked(actor, locked, entity, changes, at.date()))
    return locked


@operation(MANAGE, intent="reminders.delete")
def delete_policy(*, actor: Actor, policy: ReminderPolicy, version: int | None, at: datetime) -> None:
    """Delete a policy with its record, and what it put into inboxes. Raises StalePage, NotFound, NotPermitted."""
    locked = lock_row(policies_of(actor), policy.pk, version)
    waiting = InboxItem.objects.filter(origin__startswith=f"reminder:{locked.pk}:", done_at=None)
    waiting.update(canceled_at=at)
    Reminder.objects.filter(policy=locked).delete()
    locked.delete()


def _checked(
    actor: Actor, policy: ReminderPolicy, entity: Entity, changes: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """The changes as they are stored. Raises InvalidValue, PolicyReachesNobody."""
    checks: dict[str, Callable[[Any], Any]] = {
        "name": _name,
        "filter_text": lambda text: _filter(actor, entity, text, today),
        "leads": _leads,
        "repeat_every": lambda days: _number("repeat_every", days, 365),
        "repeat_times": lambda times: _number("repeat_times", times, 52) or 0,
        "roles": lambda codes: [code for code in codes if code in roles_of(entity)],
        "user_ids": _users,
        "addresses": lambda given: _places(policy.addresses, _addresses(given)),
        "zone": _zone,
        "webhook_id": lambda pk: _webhook(actor, pk),
        "start_hour": lambda hour: _number("start_hour", hour, 23) or 0,
        "end_hour": lambda hour: _number("end_hour", hour, 24),
        "escalate_after": lambda days: _number("escalate_after", days, 365),
        "escalate_to_id": lambda pk: _users([pk])[0] if pk else None,
    }
    cleaned = {name: check(changes[name]) for name, check in checks.items() if name in changes}
    cleaned |= {name: changes[name] for name in _PLAIN if name in changes}

    def value(name: str) -> Any:
        return cleaned.get(name, getattr(policy, name))

    if not (value("roles") or value("user_ids") or any(value("addresses")) or value("webhook_id")):
        raise refusals.PolicyReachesNobody
    if value("end_hour") is None or value("start_hour") >= value("end_hour"):
        raise InvalidValue(field="end_hour", reason=_("The last hour is after the first one."))
    if (value("escalate_after") is None) != (value("escalate_to_id") is None):
        raise InvalidValue(field="escalate_after", reason=_("Say after how many days, and to whom."))
    return cleaned


def _name(text: str) -> str:
    cleaned = clean_text(text)
    if not 0 < len(cleaned) <= 80 or "\n" in cleaned:
        raise InvalidValue(field="name", reason=_("Give a name of at most 80 characters, on one line."))
    return cleaned


def _filter(actor: Actor, entity: Entity, text: str, today: date) -> str:
    cleaned = clean_text(text or "")
    try:
        compile_filter(entity, parse_filter(cleaned), actor, today=today)
    except FilterInvalid as error:
        raise InvalidValue(field="filter_text", reason=str(error)) from error
    return cleaned


def _leads(leads: Sequence[int]) -> list[int]:
    unique = sorted({int(lead) for lead in leads}, reverse=True)
    if not 0 < len(unique) <= MOST_LEADS or not all(-LONGEST_LEAD <= lead <= LONGEST_LEAD for lead in unique):
        raise InvalidValue(field="leads", reason=_("Give 1 to 12 numbers of days, each of at most 730."))
    return unique


def _number(field: str, value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= int(value) <= most:
        raise InvalidValue(field=field, reason=_("Give a number from 0 to %(most)d.") % {"most": most})
    return None if value is None else int(value)


def _users(ids: Sequence[int]) -> list[int]:
    known = set(User.objects.filter(pk__in=ids, is_active=True).values_list("pk", flat=True))
    if len(ids) > MOST_RECIPIENTS or not set(ids) <= known:
        raise InvalidValue(field="users", reason=_("Name at most 50 accounts that are there."))
    return sorted(known)


def _addresses(addresses: Sequence[str]) -> list[str]:
    cleaned = [clean_text(address) for address in addresses]
    try:
        for address in cleaned:
            validate_email(address)
    except ValidationError as error:
        raise InvalidValue(field="addresses", reason=_("Give e-mail addresses.")) from error
    if len(cleaned) > MOST_RECIPIENTS:
        raise InvalidValue(field="addresses", reason=_("Give at most 50 addresses."))
    return cleaned


def _places(before: Sequence[str], addresses: Sequence[str]) -> list[str]:
    """Each address where it stood, "" for what went, new ones at the end: who was told is known by the place."""
    kept = [address if address in addresses else "" for address in before]
    return kept + [address for address in dict.fromkeys(addresses) if address not in kept]


def _webhook(actor: Actor, pk: int | None) -> int | None:
    if pk is not None and not webhooks_of(actor).filter(pk=pk, is_active=True).exists():
        raise InvalidValue(field="webhook", reason=_("Choose one of your webhooks."))
    return pk


def _zone(zone: str) -> str:
    if zone not in available_timezones():
        raise InvalidValue(field="zone", reason=_("Give a time zone like Europe/Berlin."))
    return zone
