"""What is to be done once it is decided: a task in somebody's inbox, with its day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.contracts.decision_models import DecisionChoice, RenewalDecision
from assetry.domain.contracts.ending_models import Ending
from assetry.kernel.registry import Entity
from assetry.platform.accounts.models import User
from assetry.platform.inbox.models import MOST_TITLE, InboxItem
from assetry.platform.inbox.operations import create_task
from assetry.platform.inbox.refusals import NobodyOfThatName
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True, slots=True)
class DecisionTask:
    """A task as those see it who see the decision: what, whose, by when, whether it is done."""

    title: str
    whose: str
    due_on: date | None
    is_done: bool


def give_task(
    *,
    actor: Actor,
    ending: Ending,
    entity: Entity,
    row: Any,
    choice: str,
    quantity: int | None,
    assignee: str,
    due_on: date,
    at: datetime,
) -> InboxItem:
    """Put it into the inbox of whoever is named; else of the owner, where they see it; else of who decided.

    Raises NobodyOfThatName.
    """
    given = {
        "title": _title(choice, str(getattr(row, "title", "") or row), quantity)[:MOST_TITLE],
        "entity": entity,
        "row": row,
        "due_on": due_on,
    }
    owner = "" if assignee else _account_of(ending.owner_id)
    try:
        return create_task(actor=actor, assignee=assignee or owner, **given, at=at)
    except NobodyOfThatName:
        if assignee:
            raise
        return create_task(actor=actor, **given, at=at)


def tasks_of(decisions: Iterable[RenewalDecision]) -> Mapping[int, DecisionTask]:
    """The tasks of these decisions, by the decision's key."""
    by_task = {row.task_id: row.pk for row in decisions if row.task_id is not None}
    items = list(InboxItem.objects.filter(pk__in=by_task, canceled_at=None))
    names = dict(User.objects.filter(pk__in={item.user_id for item in items}).values_list("pk", "name"))
    return {
        by_task[item.pk]: DecisionTask(
            item.title, names.get(item.user_id or 0, ""), item.due_on, item.done_at is not None
        )
        for item in items
    }


def _account_of(person_id: int | None) -> str:
    """The address of the account of a person; empty where they have none."""
    if person_id is None:
        return ""
    found = User.objects.filter(person_id=person_id, is_active=True).order_by("pk").first()
    return found.email if found is not None else ""


def _title(choice: str, name: str, quantity: int | None) -> str:
    told = {"thing": name, "quantity": quantity}
    match choice:
        case DecisionChoice.RENEW:
            return _("Order the next term: %(thing)s") % told
        case DecisionChoice.REDUCE:
            return _("Order %(quantity)s for the next term: %(thing)s") % told
        case DecisionChoice.RENEGOTIATE:
            return _("Renegotiate: %(thing)s") % told
        case DecisionChoice.CANCEL:
            return _("Give notice: %(thing)s") % told
        case _:
            return _("See that nobody needs it any more: %(thing)s") % told
