"""Price steps of a contract: a panel of its page, and the form in which they are written line by line."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Contract, PriceStep
from assetry.domain.contracts.queries import get_contract_for
from assetry.domain.contracts.stepping import set_price_steps
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import Money, parse_amount
from assetry.kernel.refusals import InvalidInput, InvalidValue
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.editing import CreateForm, answer_create, version_sent
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

STEPS = Field(
    name="steps",
    label=gettext_lazy("Price steps"),
    type=FieldType.LONG_TEXT,
    max_length=5000,
    edited_by="set_price_steps",
    help=gettext_lazy(
        "A line each: the day it begins, and what it costs until the next one: 2027-01-01 12000.00."
        " The value is what they come to. Empty: one price for the whole term"
    ),
)


def steps_action(contract: Contract) -> Action:
    """The verb that leads to their form."""
    url = route_url("contract_steps", public_id=contract.public_id)
    return Action(label=_("Price steps"), url=url, icon="trending-up", how="dialog")


def steps_panels(contract: Contract, reader: Reader) -> list[Panel]:
    """One panel where there are some."""
    steps: Sequence[PriceStep] = list(contract.steps.order_by("starts_on"))
    if not steps:
        return []
    columns = (
        TableColumn(_("From")),
        TableColumn(_("Months"), number=True),
        TableColumn(_("Cost"), number=True),
    )
    rows: list[list[Words]] = [
        [
            cells.date_html(step.starts_on, today=reader.today, locale=reader.locale),
            str(step.months),
            Money(step.amount, contract.value_currency).rounded().format(reader.locale),
        ]
        for step in steps
    ]
    table = Table(caption=_("Price steps"), columns=columns, rows=rows)
    return [Panel(title=_("Price steps"), id="steps", count=len(rows), blocks=(table,))]


@page(P.MANAGE, methods=("GET", "POST"))
def price_steps(request: AssetryRequest, public_id: str) -> HttpResponse:
    """All steps of a contract at once."""
    reader = reader_of(request)
    contract = get_contract_for(request.actor, public_id)
    request.actor.require_row(P.MANAGE, company_id=contract.company_id)
    return answer_create(request, _form(request, contract), reader)


def _form(request: AssetryRequest, contract: Contract) -> CreateForm:
    back = entity_url("contract", contract.public_id)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        try:
            steps, version = _steps_of(values.get("steps") or ""), version_sent(request)
            given: dict[str, Any] = {"contract": contract, "steps": steps, "version": version}
            set_price_steps(actor=request.actor, **given, at=request.received_at)
        except InvalidValue as refusal:
            raise InvalidInput({"steps": refusal.params["reason"]}) from None
        return back, _("The price steps are kept.")

    def prepare(form: FormState) -> None:
        lines = [f"{step.starts_on} {step.amount:.2f}" for step in contract.steps.order_by("starts_on")]
        form.texts.setdefault("steps", "\n".join(lines))

    return CreateForm(
        title=_("Price steps of %(thing)s") % {"thing": contract.name},
        fields={"steps": STEPS},
        layout=[FormGroup(title="", fields=("steps",))],
        save=save,
        cancel_url=back,
        submit=_("Save"),
        crumbs=[
            Link(label=_("Contracts"), url=route_url("contracts")),
            Link(label=contract.name, url=back),
            Link(label=_("Price steps")),
        ],
        version=str(contract.version),
        prepare=prepare,
    )


def _steps_of(text: str) -> list[tuple[date, Decimal]]:
    """Raises InvalidValue, naming the line."""
    steps = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        day, _blank, amount = line.strip().partition(" ")
        try:
            steps.append((date.fromisoformat(day), parse_amount(amount)))
        except ValueError:
            reason = _("Line %(line)d: give a day and an amount, such as 2027-01-01 12000.00.")
            raise InvalidValue(field="steps", reason=reason % {"line": number}) from None
    return steps
