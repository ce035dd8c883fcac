"""What a line of a license may be: whose, of what, when, at which price."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Company
from assetry.domain.organization.named import Values
from assetry.domain.software.models import Entitlement, License, SoftwareProduct
from assetry.domain.software.refusals import LicenseArchived
from assetry.kernel.money import Money, is_currency
from assetry.kernel.refusals import InvalidInput, Text
from assetry.kernel.text import name_sort
from assetry.kernel.values import finer_than_currency

SUBSCRIPTION = "subscription"


def what_is_bought(cleaned: Values) -> tuple[SoftwareProduct | None, Asset | None]:
    """The product or the subscription that a line or a license is of. Raises InvalidInput."""
    license_, product, subscription = (cleaned.get(name) for name in ("license", "product", SUBSCRIPTION))
    if license_ is not None:
        if product not in (None, license_.product) or subscription not in (None, license_.subscription):
            raise InvalidInput({"license": _("This license is of something else. Leave one of them empty.")})
        return license_.product, license_.subscription
    if (product is None) == (subscription is None):
        raise InvalidInput({"product": _("Choose a product, or a subscription: one of them.")})
    if subscription is not None and subscription.kind.is_custodied:
        raise InvalidInput({SUBSCRIPTION: _("Choose a subscription, or software.")})
    return product, subscription


def new_license(company: Company, product: SoftwareProduct | None, subscription: Asset | None) -> License:
    """A license that nothing was bought of yet, under the name of what it is of."""
    name = product.name if product is not None else str(subscription)[:200]
    return License(
        company=company, product=product, subscription=subscription, name=name, name_sort=name_sort(name)
    )


def require_in_use(license_: License) -> None:
    """Raise LicenseArchived."""
    if license_.is_archived:
        raise LicenseArchived(name=str(license_))


def check_line(values: Values, company: Company) -> dict[str, Any]:
    """The values with the company's currency where none was given. Raises InvalidInput."""
    checked = dict(values)
    errors: dict[str, Text] = {}
    starts_on, ends_on = checked.get("starts_on"), checked.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        errors["ends_on"] = _("Give a day that is not before its start.")
    errors |= _check_price(checked, company)
    if errors:
        raise InvalidInput(errors)
    return checked


def _check_price(values: dict[str, Any], company: Company) -> dict[str, Text]:
    amount, currency = values.get("unit_amount"), (values.get("unit_currency") or "").upper()
    values["unit_currency"] = "" if amount is None else currency or company.currency
    if amount is None:
        return {}
    if not is_currency(values["unit_currency"]):
        return {"unit_currency": _("Give a currency as three letters, such as EUR.")}
    reason = finer_than_currency(Money(amount, values["unit_currency"]))
    return {"unit_amount": reason} if reason else {}


def following_term(line: Entitlement) -> date | None:
    """The first day after a line's last; None for a perpetual one."""
    return None if line.ends_on is None else date.fromordinal(line.ends_on.toordinal() + 1)
