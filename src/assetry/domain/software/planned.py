"""What decisions plan to spend: distinct from what recurs by itself.

A decision that made a contract's next term is that contract's cost already. What else goes on is planned: the next
term of a contract that is renegotiated, spread as the forecast spreads it; of anything else (a license, a subscription,
a replacement) the whole in the month after its end. Only the last word about an end that has not moved counts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef

from assetry.domain.contracts.models import GOES_ON, Contract, DecisionChoice, Ending, RenewalDecision
from assetry.domain.contracts.rules import months_of_term
from assetry.domain.software.forecast import MONTHS, ForecastRow, name_rows
from assetry.kernel.money import Money
from assetry.kernel.periods import add_months
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor

_SPENDS = (*GOES_ON, DecisionChoice.RENEGOTIATE)


def forecast_planned(actor: Actor, grouping: str, today: date, months: int = MONTHS) -> list[ForecastRow]:
    """The groups that decisions plan something for, dearest first within their currency."""
    first = today.replace(day=1)
    found: dict[tuple[str, str, str], ForecastRow] = {}
    decisions = _decisions(actor, first, add_months(first, months))
    objects = _objects(actor, decisions)
    for decision in decisions:
        row = objects.get((decision.entity, decision.object_id))
        if row is None or getattr(row, "auto_renews", False):
            continue  # what renews itself recurs by itself
        entity, key = _group(grouping, decision, row)
        group = found.setdefault(
            (entity, key, decision.planned_currency),
            ForecastRow(entity=entity, key=key, label="", public_id="", currency=decision.planned_currency),
        )
        for month, amount in _spread(decision, row, first).items():
            if 0 <= month < months:
                group.amounts[month] = group.amounts.get(month, Decimal(0)) + amount
    rows = [row for row in found.values() if row.amounts]
    name_rows(actor, rows)
    return sorted(rows, key=lambda row: (row.currency, -row.total, row.label, row.key))


def _decisions(actor: Actor, first: date, until: date) -> Sequence[RenewalDecision]:
    """The last ones about ends that are still the same."""
    same = Ending.objects.filter(
        what=OuterRef("what"),
        object_id=OuterRef("object_id"),
        decided_for=OuterRef("ends_on"),
        ends_on=F("decided_for"),
    )
    rows = RenewalDecision.objects.visible_to(actor).filter(
        Exists(same), ends_on__gte=first - timedelta(days=366), ends_on__lt=until
    )
    latest = {(row.what, row.object_id): row for row in rows.order_by("pk")}
    return [row for row in latest.values() if _plans(row)]


def _plans(last: RenewalDecision) -> bool:
    """Whether the last word about an end plans to spend something that is agreed nowhere else."""
    spends = (DecisionChoice.RENEGOTIATE,) if last.what == "contract" else _SPENDS
    return last.choice in spends and bool(last.planned_amount and last.planned_currency)


def _objects(actor: Actor, decisions: Sequence[RenewalDecision]) -> Mapping[tuple[str, int], Any]:
    """What they are about, one statement per entity."""
    by_entity: dict[str, set[int]] = {}
    for decision in decisions:
        by_entity.setdefault(decision.entity, set()).add(decision.object_id)
    return {
        (name, row.pk): row
        for name, keys in by_entity.items()
        for row in entity_named(name).visible_to(actor).filter(pk__in=keys)
    }


def _group(grouping: str, decision: RenewalDecision, row: Any) -> tuple[str, str]:
    if grouping == "contract":
        return decision.entity, str(decision.object_id)
    if grouping == "kind":
        return "kind", row.type if isinstance(row, Contract) else decision.what
    key = getattr(row, f"{grouping}_id", None)
    return grouping, "" if key is None else str(key)


def _spread(decision: RenewalDecision, row: Any, first: date) -> dict[int, Decimal]:
    """By month from the first one: in whole minor units, the last month takes the rest."""
    starts = decision.ends_on + timedelta(days=1)
    begin = (starts.year - first.year) * 12 + starts.month - first.month
    money = Money(decision.planned_amount or Decimal(0), decision.planned_currency).rounded()
    count = 1
    if isinstance(row, Contract):
        count = row.renewal_months or months_of_term(row.starts_on, row.ends_on)
    each, rest = divmod(int(money.amount.scaleb(money.digits)), count)
    units = [each] * (count - 1) + [each + rest]
    return {begin + number: Decimal(unit).scaleb(-money.digits) for number, unit in enumerate(units) if unit}
