"""Reads a bill in FOCUS, the FinOps Open Cost and Usage Specification: 1.0 (June 2024), 1.1 (November 2024), 1.2
(May 2025), 1.3 and 1.4, as CSV (focus.finops.org).

Of its columns these count. Cost: `EffectiveCost` (amortized; without it `BilledCost`) and `BilledCost`. When:
`ChargePeriodStart` to `ChargePeriodEnd`, the end not included, in UTC: what lasts longer than a day is spread evenly
over its days. Whose: `ServiceProviderName` (since 1.3), else `ProviderName` (to 1.3), `BillingAccountId`,
`SubAccountId`. What: `ResourceId`, `ResourceName`, `ResourceType`, `RegionId`, `ServiceName`, `Tags`. Further columns
are left out; providers add their own (`x_…`).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue, Text

LONGEST: Final = 366 * 5  # days over which one charge is spread
YEARS: Final = range(2000, 2101)
TOO_MUCH: Final = Decimal(10) ** 12
MOST: Final = 500_000  # charges of a bill: few lines can say many days
_NEEDED: Final = ("ChargePeriodStart", "BillingCurrency")
_PROVIDER: Final = ("ServiceProviderName", "ProviderName", "HostProviderName", "PublisherName")
_TEXTS: Final = {  # by our column: theirs, and how long ours is
    "billing_account": ("BillingAccountId", 200),
    "account": ("SubAccountId", 200),
    "resource_id": ("ResourceId", 500),
    "service": ("ServiceName", 200),
    "name": ("ResourceName", 300),
    "resource_type": ("ResourceType", 200),
    "region": ("RegionId", 120),
    "tags": ("Tags", 2000),
}
_UNIT: Final = Decimal(1).scaleb(-10)
type Key = tuple[str, str, str, str, str, date, str]


@dataclass(slots=True)
class DayCharge:
    """What one resource costs on one day."""

    provider: str
    billing_account: str
    account: str
    resource_id: str
    service: str
    day: date
    currency: str
    name: str = ""
    resource_type: str = ""
    region: str = ""
    tags: str = ""
    cost: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)


def read_focus(content: bytes) -> list[DayCharge]:
    """The charges of a bill, added up by resource and day. Raises InvalidValue, naming the line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(_("Give a CSV file in UTF-8.")) from None
    if "\0" in text:
        raise _refused(_("This is no text: there are zeros in it."))
    rows = csv.DictReader(StringIO(text, newline=""))
    try:
        return _read(rows)
    except csv.Error:
        raise _refused(_("Line %(line)d cannot be read.") % {"line": rows.line_num + 1}) from None


def _read(rows: "csv.DictReader[str]") -> list[DayCharge]:
    names = {name.strip().lower(): name for name in rows.fieldnames or () if name}
    missing = [name for name in _NEEDED if name.lower() not in names]
    if not {"effectivecost", "billedcost"} & names.keys():
        missing.append("EffectiveCost")
    if missing:
        told = {"columns": ", ".join(missing)}
        raise _refused(_("This is no bill in FOCUS: it has no %(columns)s.") % told)
    found: dict[Key, DayCharge] = {}
    for row in rows:
        for charge in _charges({key: row.get(name) or "" for key, name in names.items()}, rows.line_num):
            _add(found, charge)
            if len(found) > MOST:
                raise _refused(_("Give a bill of fewer days: this one has more than 500,000 charges."))
    return list(found.values())


def _add(found: dict[Key, DayCharge], charge: DayCharge) -> None:
    key = (
        *(charge.provider, charge.billing_account, charge.account, charge.resource_id, charge.service),
        *(charge.day, charge.currency),
    )
    there = found.setdefault(key, charge)
    if there is charge:
        return
    there.cost += charge.cost
    there.billed += charge.billed
    for name in ("name", "resource_type", "region", "tags"):
        # The same words whatever the order of lines: the largest.
        setattr(there, name, max(getattr(there, name), getattr(charge, name)))


def _charges(row: Mapping[str, str], line: int) -> Iterator[DayCharge]:
    """A line of the bill, a charge for each of its days."""
    first, days = _days(row, line)
    billed = _amount(row.get("billedcost", ""), line)
    cost = _amount(row["effectivecost"], line) if row.get("effectivecost") else billed
    currency = row["billingcurrency"].strip().upper()
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
        raise _refused(_("Line %(line)d has no currency.") % {"line": line})
    provider = next((row[name.lower()] for name in _PROVIDER if row.get(name.lower())), "")
    texts = {ours: row.get(theirs.lower(), "").strip()[:most] for ours, (theirs, most) in _TEXTS.items()}
    for number, (part, part_billed) in enumerate(zip(_parts(cost, days), _parts(billed, days), strict=True)):
        yield DayCharge(
            provider=provider.strip()[:120],
            day=first + timedelta(days=number),
            currency=currency,
            cost=part,
            billed=part_billed,
            **texts,
        )


def _days(row: Mapping[str, str], line: int) -> tuple[date, int]:
    """Its first day, and how many it lasts."""
    start = _instant(row["chargeperiodstart"], line)
    end = _instant(row["chargeperiodend"], line) if row.get("chargeperiodend") else start
    days = max(1, -((start - end) // timedelta(days=1)))
    if end < start or days > LONGEST:
        raise _refused(_("The charge period of line %(line)d cannot be.") % {"line": line})
    return start.date(), days


def _instant(text: str, line: int) -> datetime:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _refused(_("Line %(line)d has no day.") % {"line": line}) from None
    if at.year not in YEARS:
        raise _refused(_("The charge period of line %(line)d cannot be.") % {"line": line})
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _amount(text: str, line: int) -> Decimal:
    try:
        amount = Decimal(text.strip() or "0")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount.copy_abs() >= TOO_MUCH:
        raise _refused(_("Line %(line)d has no amount.") % {"line": line})
    return amount.quantize(_UNIT)


def _parts(amount: Decimal, days: int) -> Iterator[Decimal]:
    """Evenly; the last day takes the rest."""
    each = (amount / days).quantize(_UNIT)
    yield from [each] * (days - 1)
    yield amount - each * (days - 1)


def _refused(reason: Text) -> InvalidValue:
    return InvalidValue(field="file", reason=reason)
