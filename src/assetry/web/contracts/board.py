"""The board of renewals as data: a column per state of the decision, a ticket per end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import GOES_ON, STOPS, Ending, RenewalDecision
from assetry.domain.contracts.renewals import (
    Key,
    Named,
    Sums,
    figures_of,
    list_decided,
    names_of,
    open_endings,
    sums_by_state,
)
from assetry.kernel.money import Money
from assetry.kernel.registry import EndingFigures, endings
from assetry.web.components import cells
from assetry.web.components.parts import Action, Words
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader

SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One end on the board. `lines` stand below the day, `late` gives it an edge; `decide` is its one verb."""

    title: Words
    url: str
    day: SafeString
    when: Words = ""
    cost: Words = ""
    change: Words = ""
    lines: Sequence[Words] = ()
    warning: Words = ""
    person: Words = ""
    late: bool = False
    decide: Action | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """One state of the decision."""

    id: str
    title: Words
    count: int
    money: Words
    tickets: Sequence[Ticket]

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return max(0, self.count - len(self.tickets))


def written(money: Sequence[Money], locale: str) -> str:
    """Sums of several currencies in a line."""
    return " · ".join(one.rounded().format(locale) for one in money)


def decide_url(ending: Ending) -> str:
    """Where one decides about an end."""
    address = reverse("contract_decide", kwargs={"public_id": ending.public_id})
    return address if ending.what == "contract" else f"{address}?{urlencode({'what': ending.what})}"


def _decide(ending: Ending, *, is_first: bool) -> Action:
    look: Literal["primary", ""] = "primary" if is_first else ""
    return Action(label=_("Decide"), url=decide_url(ending), how="dialog", look=look, small=True)


def board_of(reader: Reader, what: str, days: int) -> list[Column]:
    """To decide within so many days, renegotiating, going on, stopping."""
    rows = open_endings(reader.actor, reader.today, days=days, what=what)
    sums = sums_by_state(rows)
    shown = list(rows.select_related("owner")[: SHOWN * 2])
    going = list_decided(reader.actor, reader.today, GOES_ON, SHOWN, what)
    stopping = list_decided(reader.actor, reader.today, STOPS, SHOWN, what)
    names = names_of(reader.actor, [*shown, *going, *stopping])
    tickets = _Tickets(reader, names, figures_of(reader.actor, shown))
    renegotiated = [row for row in shown if row.decision == "renegotiate" and row.decided_for == row.ends_on]
    to_decide = [row for row in shown if row not in renegotiated]
    return [
        _open(
            "open",
            _("To decide"),
            sums.get("", Sums()),
            tickets.of_endings(to_decide[:SHOWN], first=True),
            reader,
        ),
        _open(
            "renegotiating",
            _("Renegotiating"),
            sums.get("renegotiate", Sums()),
            tickets.of_endings(renegotiated[:SHOWN]),
            reader,
        ),
        _settled("approved", _("Goes on"), going, tickets, reader),
        _settled("stopping", _("Ends"), stopping, tickets, reader),
    ]


def _open(code: str, title: Words, sums: Sums, tickets: Sequence[Ticket], reader: Reader) -> Column:
    money = written(sums.money, reader.locale)
    return Column(id=code, title=title, count=sums.count, money=money, tickets=tickets)


def _settled(
    code: str, title: Words, rows: Sequence[RenewalDecision], tickets: "_Tickets", reader: Reader
) -> Column:
    totals: dict[str, Decimal] = {}
    for row in rows:
        if row.planned_currency and row.planned_amount:
            totals[row.planned_currency] = totals.get(row.planned_currency, Decimal(0)) + row.planned_amount
    money = written([Money(amount, currency) for currency, amount in totals.items()], reader.locale)
    drawn = [tickets.of_decision(row) for row in rows]
    return Column(id=code, title=title, count=len(rows), money=money, tickets=drawn)


@dataclass(frozen=True)
class _Tickets:
    """Draws tickets by what they are about."""

    reader: Reader
    names: Mapping[Key, Named]
    figures: Mapping[Key, EndingFigures]

    def of_endings(self, rows: Sequence[Ending], *, first: bool = False) -> list[Ticket]:
        """The first of the whole board has the primary button."""
        return [self._of_ending(row, is_first=first and position == 0) for position, row in enumerate(rows)]

    def _of_ending(self, row: Ending, *, is_first: bool) -> Ticket:
        reader, today = self.reader, self.reader.today
        by = row.decide_by or row.ends_on
        late = by < today
        may = row.company_id is not None and reader.actor.scope(P.MANAGE).covers(company_id=row.company_id)
        return Ticket(
            **self._head(row),
            day=cells.date_html(by, today=today, locale=reader.locale, tone=_tone(by, today)),
            when=cells.relative_day(by, today),
            cost=_cost(row.cost_amount, row.cost_currency, reader),
            change=self._change(row),
            lines=[line for line in (self._kind(row), self._figures(row)) if line],
            warning=self._missed(row) if late else "",
            person=cells.person_html(row.owner.name) if row.owner else "",
            late=late,
            decide=_decide(row, is_first=is_first) if may else None,
        )

    def of_decision(self, row: RenewalDecision) -> Ticket:
        day = cells.date_html(row.ends_on, today=self.reader.today, locale=self.reader.locale)
        choice = str(row.get_choice_display())
        if row.quantity:
            choice = _("%(choice)s: %(quantity)s") % {"choice": choice, "quantity": row.quantity}
        return Ticket(
            **self._head(row),
            day=day,
            cost=_cost(row.planned_amount, row.planned_currency, self.reader),
            lines=[choice, row.reason],
            person=cells.person_html(row.decided_by.name) if row.decided_by else "",
        )

    def _head(self, row: Any) -> dict[str, Any]:
        named = self.names.get((row.entity, row.object_id))
        if named is None:
            return {"title": "", "url": ""}
        title = f"{named.title} ({named.code})" if row.entity == "asset" and named.code else named.title
        return {"title": title, "url": url_for_named(row.entity, named.row, self.reader.actor)}

    def _kind(self, row: Ending) -> Words:
        """What ends: of a contract its type."""
        named = self.names.get((row.entity, row.object_id))
        return named.row.get_type_display() if named and row.what == "contract" else endings()[row.what].label

    def _change(self, row: Ending) -> str:
        """By how much the next term costs more, where its contract says so."""
        named = self.names.get((row.entity, row.object_id))
        percent = getattr(named.row, "index_percent", None) if named else None
        return f"{percent.normalize():+f} %" if percent else ""

    def _figures(self, row: Ending) -> str:
        figures = self.figures.get((row.what, row.object_id))
        if figures is None or figures.bought is None:
            return ""
        told = {"bought": figures.bought, "assigned": figures.assigned or 0, "active": figures.active}
        if figures.active is None:
            return _("%(bought)s bought, %(assigned)s assigned") % told
        return _("%(bought)s bought, %(assigned)s assigned, %(active)s active") % told

    def _missed(self, row: Ending) -> str:
        """What a notice that nobody gave costs."""
        named = self.names.get((row.entity, row.object_id))
        if named is None or not getattr(named.row, "auto_renews", False):
            return ""
        cost, months = _cost(row.cost_amount, row.cost_currency, self.reader), named.row.renewal_months or 0
        if row.ends_on < self.reader.today:
            day = cells.format_day(row.ends_on, self.reader.locale)
            return _("Renewed itself after %(day)s: write down the term that runs now") % {"day": day}
        if not cost:
            return ngettext(
                "Notice missed: it renews for another month",
                "Notice missed: it renews for another %(n)d months",
                months,
            ) % {"n": months}
        return ngettext(
            "Notice missed: another month costs %(cost)s",
            "Notice missed: another %(n)d months cost %(cost)s",
            months,
        ) % {"n": months, "cost": cost}


def _tone(day: date, today: date) -> str:
    if day < today:
        return "late"
    return "soon" if (day - today).days <= 14 else ""


def _cost(amount: Decimal | None, currency: str, reader: Reader) -> str:
    return Money(amount, currency).rounded().format(reader.locale) if amount is not None and currency else ""
