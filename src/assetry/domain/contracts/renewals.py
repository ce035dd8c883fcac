"""Reads of what ends: to decide, decided, month by month, and what it costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth

from assetry.domain.contracts.decision_models import RenewalDecision
from assetry.domain.contracts.ending_models import Ending
from assetry.kernel.money import Money
from assetry.kernel.periods import add_months
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import EndingFigures, endings, entity_named
from assetry.platform.permissions.actor import Actor

YEAR = 366
WITHIN = (30, 90, 180)  # days that somebody asks for
# What a ticket reads of the entities that most ends are of; of others it reads all.
_RELATED = {"asset": ("model", "category")}
_READ = {
    "asset": ("public_id", "name", "asset_tag", "model__name", "category__name"),
    "contract": ("public_id", "name", "number", "type", "auto_renews", "renewal_months", "index_percent"),
}
type Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """How many, and what they cost, the largest sum first."""

    count: int = 0
    money: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a row is about: what it is called, and its tag or number."""

    title: str
    code: str
    row: Any


def open_endings(actor: Actor, today: date, *, days: int = YEAR, what: str = "") -> "QuerySet[Ending]":
    """What somebody has to decide about within so many days, late ones included, by the day to decide."""
    rows = Ending.objects.visible_to(actor).undecided().to_come(today, today + timedelta(days=days))
    return rows.filter(_is(what)).order_by("decide_by", "id")


def _is(what: str) -> Q:
    """One way of ending, or all that do not stand apart."""
    together = [name for name, ending in endings().items() if not ending.apart]
    return Q(what=what) if what else Q(what__in=together)


def get_ending_for(actor: Actor, public_id: str, what: str) -> Ending:
    """One end of an object by its public id; raises NotFound."""
    rows = Ending.objects.visible_to(actor).filter(public_id=public_id, what=what)
    found = rows.select_related("company", "owner", "supplier").first()
    if found is None:
        raise NotFound
    return found


def sums_by_state(rows: "QuerySet[Ending]") -> dict[str, Sums]:
    """What is open, by what was decided last: "" or `renegotiate`."""
    state = Case(When(decision="renegotiate", decided_for=F("ends_on"), then="decision"), default=Value(""))
    counted = rows.order_by().annotate(state=state).values_list("state", "cost_currency")
    return _sums(counted.annotate(Count("id"), Sum("cost_amount")))


def sums_within(actor: Actor, today: date, days: Sequence[int]) -> list[Sums]:
    """What is to be decided within so many days each, in one statement."""
    counts = {f"n{day}": Count("id", filter=Q(decide_by__lte=today + timedelta(days=day))) for day in days}
    costs = {
        f"c{day}": Sum("cost_amount", filter=Q(decide_by__lte=today + timedelta(days=day))) for day in days
    }
    rows = open_endings(actor, today, days=max(days)).order_by().values("cost_currency")
    lines: list[Mapping[str, Any]] = list(rows.annotate(**counts, **costs))
    return [
        Sums(
            sum(line[f"n{day}"] for line in lines),
            _largest_first((line["cost_currency"], line[f"c{day}"]) for line in lines),
        )
        for day in days
    ]


def sums_by_month(rows: "QuerySet[Ending]") -> dict[str, Sums]:
    """What is to be decided in each month ("2026-11")."""
    counted = rows.order_by().annotate(month=TruncMonth("decide_by")).values_list("month", "cost_currency")
    lines = counted.annotate(Count("id"), Sum("cost_amount"))
    return _sums((f"{month:%Y-%m}", *rest) for month, *rest in lines)


def _sums(lines: Iterable[Sequence[Any]]) -> dict[str, Sums]:
    """Lines of (key, currency, count, cost) by key."""
    by_key: dict[str, list[Sequence[Any]]] = {}
    for line in lines:
        by_key.setdefault(line[0], []).append(line)
    return {
        key: Sums(sum(line[2] for line in of), _largest_first((line[1], line[3]) for line in of))
        for key, of in by_key.items()
    }


def _largest_first(pairs: Iterable[tuple[str, Decimal | None]]) -> tuple[Money, ...]:
    found = [Money(amount, currency) for currency, amount in pairs if currency and amount]
    return tuple(sorted(found, key=lambda money: -money.amount))


def list_decided(
    actor: Actor, today: date, choices: Sequence[str], limit: int, what: str = ""
) -> list[RenewalDecision]:
    """What was settled so about ends that are still to come, the next one first."""
    rows = RenewalDecision.objects.visible_to(actor).filter(_is(what), ends_on__gte=today, choice__in=choices)
    return list(rows.select_related("decided_by").order_by("ends_on", "id")[:limit])


def list_days(actor: Actor, first: date, months: int, limit: int, what: str = "") -> list[Ending]:
    """What ends or is to be decided in these months, by day of end."""
    until = add_months(first, months)
    within = Q(decide_by__gte=first, decide_by__lt=until) | Q(ends_on__gte=first, ends_on__lt=until)
    rows = Ending.objects.visible_to(actor).filter(within, _is(what))
    return list(rows.order_by("ends_on", "id")[:limit])


def decisions_about(actor: Actor, entity: str, object_id: int) -> list[RenewalDecision]:
    """What was decided about one object, newest first."""
    rows = RenewalDecision.objects.visible_to(actor).filter(entity=entity, object_id=object_id)
    return list(rows.select_related("decided_by").order_by("-id"))


def names_of(actor: Actor, rows: Iterable[Any]) -> Mapping[Key, Named]:
    """What rows with `entity` and `object_id` are about; one statement per entity."""
    by_entity: dict[str, set[int]] = {}
    for row in rows:
        by_entity.setdefault(row.entity, set()).add(row.object_id)
    return {
        (name, found.pk): Named(*_words(found), found)
        for name, keys in by_entity.items()
        for found in _rows(actor, name, keys)
    }


def _rows(actor: Actor, name: str, keys: set[int]) -> Iterable[Any]:
    rows: QuerySet[Any] = entity_named(name).visible_to(actor).filter(pk__in=keys)
    if name in _RELATED:
        rows = rows.select_related(*_RELATED[name])
    return rows.only(*_READ[name]) if name in _READ else rows


def _words(row: Any) -> tuple[str, str]:
    code = getattr(row, "asset_tag", None) or getattr(row, "number", None) or ""
    return str(getattr(row, "title", "") or row), str(code)


def figures_of(actor: Actor, rows: Iterable[Ending]) -> Mapping[Key, EndingFigures]:
    """What was bought, given away and is in use, where the area of an object knows."""
    found: dict[Key, EndingFigures] = {}
    for name, ending in endings().items():
        keys = [row.object_id for row in rows if row.what == name]
        if keys and ending.figures is not None:
            found |= {(name, key): figures for key, figures in ending.figures(actor, keys).items()}
    return found
