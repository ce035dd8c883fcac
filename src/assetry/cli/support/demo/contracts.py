"""Contracts of the demo: some to decide about soon, one whose notice was missed, chains, leases, what they cover."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assetry.cli.support.demo.devices import Device
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.organization import INC, LABS, ROBOTICS
from assetry.cli.support.demo.setting import Setting
from assetry.domain.contracts.models import Contract, Coverage, Ending, RenewalDecision
from assetry.domain.contracts.terms import deadlines
from assetry.domain.organization.models import Person
from assetry.kernel.text import name_sort

_COMPANIES = {"L": LABS, "R": ROBOTICS, "I": INC}
_CURRENCIES = {"L": "EUR", "R": "GBP", "I": "USD"}
# Number, name, type, company, supplier, first day, last day, our notice in months, renews for, value, paid,
# percent more, owner, what it covers (categories; "" nothing), follows.
_CONTRACTS = """
C-1001|Dell ProSupport for laptops|support|L|Dell Direct|2025-02-01|2027-01-31|3|12|18400|yearly|3|Priya Nair|Laptop|
C-1002|Laptop lease 2025|lease|L|Computacenter|2025-04-01|2028-03-31|||96120|monthly||Priya Nair|Laptop|
C-1003|Equipment insurance|insurance|L|Bechtle|2026-01-01|2026-12-31|1|12|6900|yearly|4.5|Kwame Mensah|Laptop,Monitor|
C-1004|Printer maintenance|maintenance|L|Bechtle|2024-01-01|2026-12-31|3|12|4320|quarterly|2|Priya Nair|Printer|
C-1005|Network support|support|L|Computacenter|2026-03-01|2027-02-28|3|12|9800|yearly|5|Noor Haddad|Network|
C-1010|Network support|support|L|Computacenter|2027-03-01|2028-02-29|3|12|10290|yearly|5|Noor Haddad|Network|C-1005
C-1006|Server maintenance 2025|maintenance|L|Dell Direct|2025-01-01|2025-12-31|3|12|11200|yearly|4|Priya Nair|Server|
C-1007|Server maintenance|maintenance|L|Dell Direct|2026-01-01|2026-12-31|2||11650|yearly|4|Priya Nair|Server|C-1006
C-1008|Cloud spend commitment|service|L|Bechtle|2026-02-01|2027-01-31|2|12|48000|monthly||Tomás Ruiz||
C-1009|Secure disposal of data carriers|service|L|Computacenter|2025-07-01||1||2400|once||Priya Nair||
C-2001|Lab equipment calibration|service|R|Insight UK|2026-01-01|2026-12-31|2|12|5200|half_yearly|3|Marek Dvořák||
C-2002|AppleCare for design|warranty|R|Apple Business|2025-11-01|2028-10-31|||4180|once||Marek Dvořák|Laptop|
C-2003|Phone plans|service|R|Insight UK|2025-03-01|2027-02-28|3|12|7900|monthly|6|Marek Dvořák|Phone|
C-3001|Desk-side support Chicago|support|I|CDW|2026-06-01|2027-05-31|3|12|14600|monthly|3|Tomás Ruiz|Laptop|
""".strip()


# Number, decision, reason, what the next term costs, by whom, on which day.
_DECISIONS = """
C-1005|renew|The switches stay until 2029|10290|Noor Haddad|2026-11-10
C-1008|renegotiate|Asked for 10 % less over three years|43200|Tomás Ruiz|2026-11-16
C-2003|cancel|The group contract covers these phones|0|Marek Dvořák|2026-11-03
""".strip()


@dataclass(frozen=True, slots=True)
class DemoContract:
    """One line of the above."""

    number: str
    name: str
    type: str
    company: str
    supplier: str
    starts_on: str
    ends_on: str
    notice: str
    renews: str
    value: str
    billing: str
    percent: str
    owner: str
    covers: str
    follows: str


def make_contracts() -> tuple[DemoContract, ...]:
    """All of them, what others follow first."""
    return tuple(DemoContract(*line.split("|")) for line in _CONTRACTS.splitlines())


def write_contracts(
    setting: Setting, shift: timedelta, devices: Mapping[str, Device], ids: Mapping[str, int]
) -> None:
    """Insert them and what they cover, under the event that is open."""
    plans, made = make_contracts(), dict[str, Contract]()
    followed = {plan.follows for plan in plans}
    for plan in plans:
        made[plan.number] = _contract(plan, setting, shift, made, is_renewed=plan.number in followed)
    _write_decisions(setting, shift, made)
    Coverage.objects.bulk_create(
        row for plan in plans for row in _coverage(plan, made[plan.number], devices, ids)
    )


def _contract(
    plan: DemoContract,
    setting: Setting,
    shift: timedelta,
    made: Mapping[str, Contract],
    *,
    is_renewed: bool,
) -> Contract:
    row = Contract(
        public_id=demo_id("contract", plan.number),
        company=setting.companies[_COMPANIES[plan.company]],
        number=plan.number,
        name=plan.name,
        name_sort=name_sort(plan.name),
        type=plan.type,
        supplier=setting.suppliers[plan.supplier],
        starts_on=date.fromisoformat(plan.starts_on) + shift,
        ends_on=date.fromisoformat(plan.ends_on) + shift if plan.ends_on else None,
        notice_count=int(plan.notice) if plan.notice else None,
        auto_renews=bool(plan.renews),
        renewal_months=int(plan.renews) if plan.renews else None,
        value_amount=Decimal(plan.value),
        value_currency=_CURRENCIES[plan.company],
        billing=plan.billing,
        indexation="percent" if plan.percent else "none",
        index_percent=Decimal(plan.percent) if plan.percent else None,
        owner=_owner(setting, plan),
        is_renewed=is_renewed,
        predecessor=made.get(plan.follows),
    )
    if plan.number in _canceled():
        row.terminated_on, row.end_reason = row.ends_on, "canceled"
    for name, value in deadlines(row).items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def _decisions() -> list[list[str]]:
    return [line.split("|") for line in _DECISIONS.splitlines()]


def _canceled() -> set[str]:
    return {number for number, choice, *_rest in _decisions() if choice == "cancel"}


def decision_ids() -> list[str]:
    """The public ids of the demo's decisions."""
    return [demo_id("decision", number) for number, *_rest in _decisions()]


def _write_decisions(setting: Setting, shift: timedelta, made: Mapping[str, Contract]) -> None:
    for number, choice, reason, amount, who, day in _decisions():
        contract = made[number]
        assert contract.ends_on is not None  # noqa: S101 (each of these has an end)
        RenewalDecision.objects.create(
            public_id=demo_id("decision", number),
            company=contract.company,
            what="contract",
            entity="contract",
            object_table=Contract._meta.db_table,
            object_id=contract.pk,
            ends_on=contract.ends_on,
            choice=choice,
            reason=reason,
            planned_amount=Decimal(amount),
            planned_currency=contract.value_currency,
            decided_on=date.fromisoformat(day) + shift,
            decided_by=setting.people[who],
        )
        ends = Ending.objects.filter(what="contract", object_id=contract.pk)
        ends.update(decision=choice, decided_for=contract.ends_on)


def _owner(setting: Setting, plan: DemoContract) -> Person | None:
    """Somebody of the contract's company."""
    person, company = setting.people[plan.owner], setting.companies[_COMPANIES[plan.company]]
    return person if person.company_id == company.pk else None


def _coverage(
    plan: DemoContract, contract: Contract, devices: Mapping[str, Device], ids: Mapping[str, int]
) -> Iterator[Coverage]:
    categories, company = plan.covers.split(","), _COMPANIES[plan.company]
    fitting = [
        tag
        for tag, device in devices.items()
        if tag in ids and device.company == company and device.model.category in categories
    ]
    for tag in fitting[:: 2 if plan.type == "support" else 3]:
        yield Coverage(
            public_id=demo_id("coverage", f"{plan.number}/{tag}"),
            company=contract.company,
            contract=contract,
            asset_id=ids[tag],
            role=plan.type,
            starts_on=contract.starts_on,
        )
