"""Every change of software but who has it (`allocation_operations`)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.models import Company
from assetry.domain.organization.named import (
    Custom,
    Values,
    clean_named,
    insert_named,
    require_same_company,
    update_named,
)
from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.fields import ENTITLEMENT_FIELDS, LICENSE_FIELDS, PRODUCT_FIELDS
from assetry.domain.software.lines import (
    check_line,
    following_term,
    new_license,
    require_in_use,
    what_is_bought,
)
from assetry.domain.software.models import Entitlement, License, LineKind, SoftwareProduct
from assetry.domain.software.refusals import LicenseThere, LineTakesBack, LineUsedUp, NoKey
from assetry.domain.software.seats import lock_license, naming_what_is_short
from assetry.kernel.periods import day_of
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.text import name_sort
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

# Products ----------------------------------------------------------------------------------------------------


@operation(P.MANAGE_SHARED)
def create_product(*, actor: Actor, values: Values, at: datetime) -> SoftwareProduct:
    """Make a product. Raises NameTaken, InvalidInput."""
    return insert_named(
        SoftwareProduct(**clean_named(PRODUCT_FIELDS, values, new=True, custom=Custom("software_product")))
    )


@operation(P.MANAGE_SHARED)
def edit_product(
    *, actor: Actor, software_product: SoftwareProduct, changes: Values, version: int | None, at: datetime
) -> SoftwareProduct:
    """Change a product. Raises NameTaken, StalePage, InvalidInput."""
    locked: SoftwareProduct = lock_row(SoftwareProduct.objects.all(), software_product.pk, version)
    custom = Custom.of("software_product", locked)
    update_named(locked, clean_named(PRODUCT_FIELDS, changes, new=False, custom=custom))
    return locked


# Licenses ----------------------------------------------------------------------------------------------------


@operation(P.MANAGE)
def create_license(*, actor: Actor, company: Company, values: Values, at: datetime) -> License:
    """Make a license of a product or a subscription, of which nothing was bought yet.

    Raises LicenseThere, OtherCompany, InvalidInput.
    """
    actor.require_row(P.MANAGE, company_id=company.pk)
    cleaned = clean_named(LICENSE_FIELDS, values, new=True, custom=Custom("license", company.pk))
    require_same_company(company.pk, cleaned, "subscription", "owner")
    product, subscription = what_is_bought(cleaned)
    if License.objects.filter(company=company, product=product, subscription=subscription).exists():
        raise LicenseThere(name=str(product or subscription), field="product")
    license_ = new_license(company, product, subscription)
    for name, value in cleaned.items():
        if value not in (None, ""):
            setattr(license_, name, value)
    license_.counted_on = day_of(at, company.time_zone)
    return insert_named(license_)


@operation(P.MANAGE)
def edit_license(
    *,
    actor: Actor,
    license: License,  # noqa: A002
    changes: Values,
    version: int | None,
    at: datetime,
) -> License:
    """Change what is said about a license; what it is of stays. Raises OtherCompany, StalePage, InvalidInput."""
    locked: License = lock_row(License.objects.all(), license.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_named(LICENSE_FIELDS, changes, new=False, custom=Custom.of("license", locked))
    require_same_company(locked.company_id, cleaned, "owner")
    update_named(locked, _named_after(cleaned, locked.product or locked.subscription))
    return locked


def _named_after(cleaned: dict[str, Any], what: object) -> dict[str, Any]:
    """An emptied name is that of what was bought; an emptied choice stays."""
    if cleaned.get("name") == "":
        cleaned |= {"name": str(what)[:200], "name_sort": name_sort(str(what)[:200])}
    return {name: value for name, value in cleaned.items() if (name, value) != ("metric", "")}


# Lines -------------------------------------------------------------------------------------------------------


@operation(P.MANAGE)
def add_entitlement(*, actor: Actor, company: Company, values: Values, at: datetime) -> Entitlement:
    """Add what was bought to the company's license of it, which is made where there is none.

    Raises LicenseArchived, OtherCompany, InvalidInput.
    """
    actor.require_row(P.MANAGE, company_id=company.pk)
    cleaned = clean_named(ENTITLEMENT_FIELDS, values, new=True, custom=Custom("entitlement", company.pk))
    require_same_company(company.pk, cleaned, "license", "subscription", "contract", "cost_center")
    product, subscription = what_is_bought(cleaned)
    license_ = cleaned.pop("license", None) or _license_of(company, product, subscription, at)
    line = check_line(cleaned, company) | {"product": product, "subscription": subscription}
    return _add(lock_license(actor, P.MANAGE, license_.pk, at), LineKind.PURCHASE, line)


def _license_of(company: Company, product: Any, subscription: Any, at: datetime) -> License:
    """The company's license of it; two that add the first line at once make one."""
    made = new_license(company, product, subscription)
    made.counted_on = day_of(at, company.time_zone)
    License.objects.bulk_create([made], ignore_conflicts=True)
    found: License = License.objects.get(company=company, product=product, subscription=subscription)
    return found


def _add(license_: License, kind: LineKind, line: Values) -> Entitlement:
    require_in_use(license_)
    given = {name: value for name, value in line.items() if value is not None}
    if not given.get("name"):
        given |= {"name": license_.name, "name_sort": license_.name_sort}
    with naming_what_is_short(license_, taken_back=True):
        return insert_named(Entitlement(company=license_.company, license=license_, kind=kind, **given))


@operation(P.MANAGE)
def edit_entitlement(
    *, actor: Actor, entitlement: Entitlement, changes: Values, version: int | None, at: datetime
) -> Entitlement:
    """Change what is said about a line. What it counts, when and at which price stays: take it back instead.

    Raises OtherCompany, StalePage, InvalidInput.
    """
    locked: Entitlement = lock_row(Entitlement.objects.select_related("license"), entitlement.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_named(ENTITLEMENT_FIELDS, changes, new=False, custom=Custom.of("entitlement", locked))
    require_same_company(locked.company_id, cleaned, "contract", "cost_center")
    update_named(locked, _named_after(cleaned, locked.license))
    return locked


@operation(P.MANAGE)
def correct_entitlement(
    *, actor: Actor, entitlement: Entitlement, quantity: int, note: str = "", at: datetime
) -> Entitlement:
    """Take back that many seats of a line that were never bought, by a line of its own over the same days.

    Raises LineTakesBack, LineUsedUp, SeatsInUse.
    """
    license_, line = _lock_line(actor, entitlement, at)
    return _take_back(license_, line, LineKind.CORRECTION, quantity, note)


@operation(P.MANAGE)
def renew_entitlement(
    *,
    actor: Actor,
    entitlement: Entitlement,
    ends_on: date,
    quantity: int | None = None,
    unit_amount: Decimal | None = None,
    order_number: str = "",
    at: datetime,
) -> Entitlement:
    """Buy the term after a line's: from the day after its last to `ends_on`, as many and as dear unless said.

    Raises LineTakesBack, LineUsedUp, LicenseArchived, InvalidInput.
    """
    license_, line = _lock_line(actor, entitlement, at)
    starts_on = following_term(line)
    if starts_on is None:
        raise InvalidInput({"": _("This line is perpetual: there is nothing to renew.")})
    term = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "quantity": quantity or _left(line),
        "unit_amount": line.unit_amount if unit_amount is None else unit_amount,
        "order_number": order_number,
    }
    return _add(license_, LineKind.RENEWAL, check_line(_as(line) | term, license_.company))


@operation(P.MANAGE)
def upgrade_entitlement(
    *,
    actor: Actor,
    entitlement: Entitlement,
    product: SoftwareProduct,
    quantity: int,
    values: Values,
    at: datetime,
) -> Entitlement:
    """Turn seats of a line into seats of a product: its own line, and one that takes as many from the line.

    An upgrade counts only up to what the line still has. Raises LineTakesBack, LineUsedUp, SeatsInUse, InvalidInput.
    """
    license_, line = _lock_line(actor, entitlement, at)
    cleaned = clean_named(ENTITLEMENT_FIELDS, {**values, "quantity": quantity}, new=True)
    _take_back(license_, line, LineKind.UPGRADED, quantity, "")
    target = _license_of(license_.company, product, None, at)
    added = check_line(cleaned, license_.company)
    return _add(
        lock_license(actor, P.MANAGE, target.pk, at),
        LineKind.UPGRADE,
        added | {"product": product, "predecessor": line, "cost_center": line.cost_center},
    )


@operation(P.REVEAL)
def reveal_license_key(*, actor: Actor, entitlement: Entitlement, at: datetime) -> str:
    """The key of a line; that it was shown, and to whom, stays in the activity log. Raises NoKey."""
    actor.require_row(P.REVEAL, company_id=entitlement.company_id)
    if not entitlement.license_key:
        raise NoKey
    return entitlement.license_key


@operation(P.MANAGE)
def set_license_key(
    *, actor: Actor, entitlement: Entitlement, license_key: str, version: int | None = None, at: datetime
) -> Entitlement:
    """Keep another key with a line, or none. Raises StalePage, InvalidInput."""
    locked: Entitlement = lock_row(Entitlement.objects.all(), entitlement.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_named(
        ENTITLEMENT_FIELDS, {"license_key": license_key, "quantity": 1}, new=True
    )  # read as a new line's
    update_named(locked, {"license_key": cleaned["license_key"]})
    return locked


def _lock_line(actor: Actor, entitlement: Entitlement, at: datetime) -> tuple[License, Entitlement]:
    license_ = lock_license(actor, P.MANAGE, entitlement.license_id, at)
    line = Entitlement.objects.select_related("cost_center", "supplier", "contract").get(pk=entitlement.pk)
    if line.kind in (LineKind.CORRECTION, LineKind.UPGRADED):
        raise LineTakesBack
    return license_, line


def _left(line: Entitlement) -> int:
    """What a line still has after all that was taken back from it."""
    taken = Entitlement.objects.filter(predecessor=line, quantity__lt=0).aggregate(n=Sum("quantity"))["n"]
    return int(line.quantity + (taken or 0))


def _as(line: Entitlement) -> dict[str, Any]:
    """What a further line has in common with one."""
    names = (
        "name",
        "name_sort",
        "product",
        "subscription",
        "unit_currency",
        "supplier",
        "contract",
        "cost_center",
    )
    return {name: getattr(line, name) for name in names} | {"predecessor": line}


def _take_back(license_: License, line: Entitlement, kind: LineKind, quantity: int, note: str) -> Entitlement:
    left = _left(line)
    if not 1 <= quantity <= left:
        raise LineUsedUp(left=left, field="quantity")
    days = {"starts_on": line.starts_on, "ends_on": line.ends_on, "unit_amount": line.unit_amount}
    return _add(license_, kind, _as(line) | days | {"quantity": -quantity, "note": note})
