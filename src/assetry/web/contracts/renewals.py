"""Renewals: the board, the calendar, and the form of one decision."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.contracts.deciding import decide_renewal
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.fields import choices_of
from assetry.domain.contracts.models import DecisionChoice, Ending
from assetry.domain.contracts.renewals import YEAR, get_ending_for, names_of, sums_within
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import endings
from assetry.web.components import cells
from assetry.web.components.parts import Action, Chip, Link, Tab, Words
from assetry.web.contracts.asked import asked_days, asked_what
from assetry.web.contracts.board import board_of, written
from assetry.web.contracts.file import file_url
from assetry.web.contracts.months import months_of
from assetry.web.kit.answers import answer
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

TEMPLATE = "contracts/renewals.html"
DECISION = (
    Field(
        name="choice",
        label=gettext_lazy("Decision"),
        type=FieldType.CHOICE,
        choices=choices_of(DecisionChoice),
        required=True,
        edited_by="decide",
    ),
    Field(
        name="reason",
        label=gettext_lazy("Reason"),
        type=FieldType.LONG_TEXT,
        max_length=2000,
        required=True,
        edited_by="decide",
        help=gettext_lazy("Whoever decides next year reads it"),
    ),
    Field(
        name="quantity",
        label=gettext_lazy("How much goes on"),
        type=FieldType.NUMBER,
        decimals=0,
        largest=2_000_000_000,
        edited_by="decide",
        help=gettext_lazy("Where you renew less of it: seats, devices"),
    ),
    Field(
        name="amount",
        label=gettext_lazy("Next term costs"),
        type=FieldType.MONEY,
        currency_path="cost_currency",
        edited_by="decide",
        help=gettext_lazy("Empty: what its own terms say"),
    ),
    Field(
        name="assignee",
        label=gettext_lazy("Who sees to it"),
        type=FieldType.TEXT,
        max_length=254,
        edited_by="decide",
        help=gettext_lazy("Name or address of an account. Empty: its owner, else you"),
    ),
    Field(
        name="due_on",
        label=gettext_lazy("By when"),
        type=FieldType.DATE,
        edited_by="decide",
        help=gettext_lazy("Empty: by the day to decide"),
    ),
)


def within_url(days: int) -> str:
    """The board of what is to be decided within so many days, one of `WITHIN` or a year."""
    return reverse("renewals") + (f"?days={days}" if days != YEAR else "")


@dataclass(frozen=True, kw_only=True)
class RenewalsPage:
    """The head that board and calendar share."""

    title: Words
    summary: Words
    views: list[Tab]
    tabs: list[Tab]
    file: Action
    chip: Chip | None = None


def _head(reader: Reader, what: str, current: str, days: int = YEAR) -> RenewalsPage:
    quarter, year = sums_within(reader.actor, reader.today, (90, YEAR))
    query = f"?{urlencode({'what': what})}" if what else ""
    ways = (("renewals", _("Board"), "columns-3"), ("renewals_calendar", _("Calendar"), "calendar"))
    kinds = [("", _("All")), *((name, ending.label) for name, ending in endings().items())]
    told = {
        "n": cells.number_html(quarter.count, locale=reader.locale, url=within_url(90)),
        "cost": written(quarter.money, reader.locale) or "—",
        "all": cells.number_html(year.count, locale=reader.locale, url=within_url(YEAR)),
        "sum": written(year.money, reader.locale) or "—",
    }
    return RenewalsPage(
        title=_("Renewals"),
        summary=format_html(_("{n} to decide in 90 days, {cost}; {all} in 12 months, {sum}"), **told),
        file=Action(
            label=_("Download as CSV"), url=file_url(what, days), icon="download", bare=True, download=True
        ),
        chip=_within(days) if days != YEAR else None,
        views=[
            Tab(label=label, url=reverse(name) + query, icon=icon, current=name == current)
            for name, label, icon in ways
        ],
        tabs=[
            Tab(
                label=label,
                url=reverse(current) + (f"?{urlencode({'what': name})}" if name else ""),
                current=name == what,
            )
            for name, label in kinds
        ],
    )


def _within(days: int) -> Chip:
    value = _("%(n)s days") % {"n": days}
    return Chip(label=_("To decide within"), value=value, remove_url=reverse("renewals"))


@page(P.VIEW)
def renewals(request: AssetryRequest) -> HttpResponse:
    """Everything that ends, by what was decided about it."""
    reader, what, days = reader_of(request), asked_what(request), asked_days(request)
    context = {"columns": board_of(reader, what, days)}
    return answer(request, TEMPLATE, _head(reader, what, "renewals", days), context=context)


@page(P.VIEW)
def calendar(request: AssetryRequest) -> HttpResponse:
    """The same in twelve months."""
    reader, what = reader_of(request), asked_what(request)
    context = {"months": months_of(reader, what)}
    return answer(request, TEMPLATE, _head(reader, what, "renewals_calendar"), context=context)


@page(P.MANAGE, methods=("GET", "POST"))
def decide(request: AssetryRequest, public_id: str) -> HttpResponse:
    """One decision, with its reason."""
    reader = reader_of(request)
    ending = get_ending_for(reader.actor, public_id, asked_what(request) or "contract")
    reader.actor.require_row(P.MANAGE, company_id=ending.company_id)
    return answer_create(request, _decision_form(request, ending, reader), reader)


def _decision_form(request: AssetryRequest, ending: Ending, reader: Reader) -> CreateForm:
    named = names_of(reader.actor, [ending])[ending.entity, ending.object_id]
    back = url_for_named(ending.entity, named.row, reader.actor)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        quantity, amount = values.get("quantity"), values.get("amount")
        made = decide_renewal(
            actor=request.actor,
            ending=ending,
            choice=values["choice"],
            reason=values["reason"],
            quantity=None if quantity is None else int(quantity),
            amount=None if amount is None else Decimal(amount),
            assignee=values.get("assignee") or "",
            due_on=values.get("due_on"),
            at=request.received_at,
        )
        said = {"decision": made.get_choice_display(), "thing": named.title}
        return reverse("renewals"), _("Decided about %(thing)s: %(decision)s.") % said

    def prepare(form: FormState) -> None:
        form.currency = ending.cost_currency
        form.texts.setdefault("choice", DecisionChoice.RENEW)

    day = cells.format_day(ending.decide_by or ending.ends_on, reader.locale)
    return CreateForm(
        title=_("Decide about %(thing)s") % {"thing": named.title},
        subtitle=_("%(what)s, to decide by %(day)s") % {"what": endings()[ending.what].label, "day": day},
        fields={field.name: field for field in DECISION},
        layout=[
            FormGroup(
                title="",
                fields=[field.name for field in DECISION],
                half=frozenset({"quantity", "amount", "assignee", "due_on"}),
            )
        ],
        save=save,
        cancel_url=back,
        submit=_("Decide"),
        crumbs=[Link(label=_("Renewals"), url=reverse("renewals")), Link(label=named.title, url=back)],
        prepare=prepare,
        actions=[Action(label=_("Open it"), url=back, icon="arrow-right")] if back else (),
    )
