"""The things of a policy with the days that it watches: one query, as the policy's owner may see them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Cast

from assetry.kernel.filters import parse_filter
from assetry.kernel.registry import entity_named
from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.stored import expression_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.people import people, roles_of


def matches_of(
    policy: ReminderPolicy, actor: Actor, *, first: date, last: date, today: date
) -> QuerySet[Any, dict[str, Any]]:
    """Rows of `o` (the key), `d` (the day, from `first` to `last`), and per role `p<n>` (person) and `z<n>` (zone).

    Raises FilterInvalid, and KeyError for a field that is no longer described.
    """
    entity = entity_named(policy.entity)
    condition = compile_filter(entity, parse_filter(policy.filter_text), actor, today=today)
    field = entity.field(policy.field)
    day = Cast(expression_of(field), DateField()) if field.key else F(field.orm_path)
    known = roles_of(entity)
    columns: dict[str, Any] = {"o": F("pk"), "d": day}
    for place, code in enumerate(code for code in policy.roles if code in known):
        path = known[code].path
        columns |= {f"p{place}": F(path), f"z{place}": F(f"{path}__{people().zone}")}
    rows: QuerySet[Any] = entity.visible_to(actor).filter(condition)
    found: QuerySet[Any, dict[str, Any]] = rows.order_by().values(**columns).filter(d__range=(first, last))
    return found


def window_of(leads: list[int], until: date, since: date) -> tuple[date, date]:
    """The first and the last day of an occurrence of which some lead goes out by `until`, and not before `since`."""
    return since + timedelta(days=min(leads)), until + timedelta(days=max(leads))
