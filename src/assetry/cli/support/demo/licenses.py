"""Licenses of the demo: plenty left, one with none, one that ran out and was not renewed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from assetry.cli.support.demo.devices import TODAY, Device
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.organization import INC, LABS, ROBOTICS
from assetry.cli.support.demo.setting import Setting
from assetry.domain.software.models import Allocation, Entitlement, License, SoftwareProduct
from assetry.domain.software.seats import recount
from assetry.kernel.text import name_sort

_COMPANIES = {"L": LABS, "R": ROBOTICS, "I": INC}
_CURRENCIES = {"L": "EUR", "R": "GBP", "I": "USD"}
# Product, company, what it counts, lines (quantity@price of one, first and last day; "" perpetual), how many people
# and devices have it, supplier, note.
_LICENSES = """
Microsoft Windows 11 Enterprise|L|device|320@71:2025-04-01:2028-03-31|0|210|Bechtle|
Microsoft Project Plan 3|L|user|20@288:2026-01-01:2026-12-31;5@288:2026-05-01:2026-12-31|21|0|Bechtle|
Microsoft Visio Plan 2|L|user|12@144:2026-01-01:2026-12-31|12|0|Bechtle|None is free
Autodesk AutoCAD|L|user|8@2190:2025-11-01:2026-10-31|6|0|Computacenter|The term ran out: renewed or not?
MathWorks MATLAB|L|user|10@890::|7|0|Bechtle|
Keil MDK Professional|L|user|4@4980::;2@5250::|5|0|Bechtle|
VMware vSphere Standard|L|core|256@48:2026-02-01:2029-01-31|0|3|Computacenter|32 cores a host
Affinity Designer|L|user|25@49::|14|0|Bechtle|
Veeam Backup Essentials|L|instance|50@82:2026-03-01:2027-02-28|0|4|Bechtle|
Parallels Desktop|R|user|15@95:2026-06-01:2027-05-31|9|0|Insight UK|
Microsoft Project Plan 3|R|user|6@250:2026-01-01:2026-12-31|4|0|Insight UK|
Microsoft Windows 11 Enterprise|R|device|90@68:2025-04-01:2028-03-31|0|55|Insight UK|
Bluebeam Revu|I|user|10@240:2026-08-01:2027-07-31|6|0|CDW|
""".strip()
_AT_ONCE = 32  # cores of a host


@dataclass(frozen=True, slots=True)
class DemoLicense:
    """One line of the above."""

    product: str
    company: str
    metric: str
    lines: str
    people: str
    devices: str
    supplier: str
    note: str

    @property
    def key(self) -> str:
        """What tells it apart."""
        return f"{self.company}/{self.product}"


def make_licenses() -> tuple[DemoLicense, ...]:
    """All of them."""
    return tuple(DemoLicense(*line.split("|")) for line in _LICENSES.splitlines())


def product_names() -> list[str]:
    """Each product once."""
    return list(dict.fromkeys(plan.product for plan in make_licenses()))


def line_keys() -> list[str]:
    """What tells the demo's purchases apart."""
    return [f"{plan.key}/{n}" for plan in make_licenses() for n, _line in enumerate(plan.lines.split(";"))]


def allocation_keys() -> list[str]:
    """What tells the demo's allocations apart."""
    return [
        f"{plan.key}/{n}" for plan in make_licenses() for n in range(int(plan.people) + int(plan.devices))
    ]


def write_licenses(
    setting: Setting, shift: timedelta, devices: Mapping[str, Device], ids: Mapping[str, int]
) -> None:
    """Insert products, licenses, what was bought and who has it, under the event that is open."""
    products = SoftwareProduct.objects.bulk_create(
        SoftwareProduct(public_id=demo_id("software_product", name), name=name, name_sort=name_sort(name))
        for name in product_names()
    )
    by_name = {product.name: product for product in products}
    plans = make_licenses()
    licenses = License.objects.bulk_create(_license(plan, setting, by_name, shift) for plan in plans)
    both = list(zip(plans, licenses, strict=True))
    Entitlement.objects.bulk_create(row for plan, of in both for row in _lines(plan, of, setting, shift))
    Allocation.objects.bulk_create(
        row for plan, of in both for row in _given(plan, of, _holders(plan, setting, devices, ids), shift)
    )
    recount(datetime.combine(TODAY + shift, time(12), UTC))


def _license(
    plan: DemoLicense, setting: Setting, products: Mapping[str, SoftwareProduct], shift: timedelta
) -> License:
    # Counted when all terms were running; those that ran out since leave seats short, as they do in life.
    return License(
        public_id=demo_id("license", plan.key),
        company=setting.companies[_COMPANIES[plan.company]],
        product=products[plan.product],
        name=plan.product,
        name_sort=name_sort(plan.product),
        metric=plan.metric,
        note=plan.note,
        counted_on=date(2026, 9, 1) + shift,
    )


def _lines(plan: DemoLicense, license_: License, setting: Setting, shift: timedelta) -> Iterator[Entitlement]:
    for n, line in enumerate(plan.lines.split(";")):
        bought, starts, ends = line.split(":")
        quantity, price = bought.split("@")
        yield Entitlement(
            public_id=demo_id("entitlement", f"{plan.key}/{n}"),
            company=license_.company,
            license=license_,
            product=license_.product,
            name=license_.name,
            name_sort=license_.name_sort,
            quantity=int(quantity),
            unit_amount=Decimal(price),
            unit_currency=_CURRENCIES[plan.company],
            starts_on=date.fromisoformat(starts) + shift if starts else None,
            ends_on=date.fromisoformat(ends) + shift if ends else None,
            purchased_on=(date.fromisoformat(starts) if starts else date(2025, 3, 11 + n)) + shift,
            order_number=f"PO-{4200 + len(plan.key) * 7 + n}",
            supplier=setting.suppliers[plan.supplier],
            license_key=f"DEMO-{demo_id('key', plan.key)[:5]}-{n:05d}",
        )


def _holders(
    plan: DemoLicense, setting: Setting, devices: Mapping[str, Device], ids: Mapping[str, int]
) -> list[dict[str, Any]]:
    company, category = _COMPANIES[plan.company], "Laptop" if plan.metric == "device" else "Server"
    company_id = setting.companies[company].pk
    people = [person for person in setting.people.values() if person.company_id == company_id]
    things = [
        ids[tag]
        for tag, device in devices.items()
        if tag in ids and device.company == company and device.model.category == category
    ]
    return [
        *({"person": person} for person in people[: int(plan.people)]),
        *({"asset_id": key} for key in things[: int(plan.devices)]),
    ]


def _given(
    plan: DemoLicense, license_: License, holders: Sequence[dict[str, Any]], shift: timedelta
) -> Iterator[Allocation]:
    quantity = _AT_ONCE if plan.metric == "core" else 1
    for n, holder in enumerate(holders):
        since = datetime.combine(date(2026, 2, 2) + timedelta(days=n % 200) + shift, time(9, 12), UTC)
        yield Allocation(
            public_id=demo_id("allocation", f"{plan.key}/{n}"),
            company=license_.company,
            license=license_,
            quantity=quantity,
            period=(since, None),
            **holder,
        )
