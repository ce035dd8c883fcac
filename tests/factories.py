"""Rows for tests, made under the caller's `signed()` event; each argument that matters to a test is given by it."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.models import (
    Asset,
    AssetRelation,
    Custody,
    Status,
    StatusPeriod,
)
from assetry.domain.catalog.models import (
    AssetKind,
    AssetModel,
    Category,
    Manufacturer,
    Release,
    ReleasedProduct,
)
from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.contracts.terms import complete
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.domain.software.models import Allocation, Entitlement, License, SoftwareProduct
from assetry.kernel.text import name_sort, serial_key

LONG_AGO = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
_numbers = count(1)


def make_company(name: str = "", parent: Company | None = None, **values: Any) -> Company:
    """A company; a root unless a parent is given."""
    name = name or f"Company {next(_numbers)}"
    company = Company.objects.create(name=name, name_sort=name_sort(name), parent=parent, **values)
    Company.objects.filter(pk=company.pk).update(path=[*(parent.path if parent else []), company.pk])
    company.refresh_from_db()
    return company


def make_location(
    company: Company, name: str = "", parent: Location | None = None, **values: Any
) -> Location:
    """A location, with its path."""
    name = name or f"Room {next(_numbers)}"
    location = Location.objects.create(
        company=company, name=name, name_sort=name_sort(name), parent=parent, **values
    )
    location.path = [*(parent.path if parent else []), location.pk]
    location.path_name = f"{parent.path_name} / {name}" if parent else name
    Location.objects.filter(pk=location.pk).update(path=location.path, path_name=location.path_name)
    return location


def make_department(company: Company, name: str = "", **values: Any) -> Department:
    """A department without parent."""
    name = name or f"Department {next(_numbers)}"
    department = Department.objects.create(
        company=company, name=name, name_sort=name_sort(name), path_name=name, **values
    )
    Department.objects.filter(pk=department.pk).update(path=[department.pk])
    department.refresh_from_db()
    return department


def make_person(company: Company, name: str = "", **values: Any) -> Person:
    """A person."""
    name = name or f"Person {next(_numbers)}"
    return Person.objects.create(company=company, name=name, name_sort=name_sort(name), **values)


def make_supplier(name: str = "") -> Supplier:
    """A supplier."""
    name = name or f"Supplier {next(_numbers)}"
    return Supplier.objects.create(name=name, name_sort=name_sort(name))


def make_category(name: str = "", kind: str = "hardware") -> Category:
    """A category of a kind, by the kind's code."""
    name = name or f"Category {next(_numbers)}"
    return Category.objects.create(
        name=name, name_sort=name_sort(name), kind=AssetKind.objects.get(code=kind)
    )


def make_model(name: str = "", category: Category | None = None, **values: Any) -> AssetModel:
    """A model of a manufacturer of its own."""
    name = name or f"Model {next(_numbers)}"
    maker = f"Maker of {name} {next(_numbers)}"
    manufacturer = Manufacturer.objects.create(name=maker, name_sort=name_sort(maker))
    return AssetModel.objects.create(
        name=name,
        name_sort=name_sort(name),
        manufacturer=manufacturer,
        category=category or make_category(),
        **values,
    )


def make_asset(
    company: Company,
    *,
    status: str = "In stock",
    since: datetime = LONG_AGO,
    location: Location | None = None,
    category: Category | None = None,
    facet: dict[str, Any] | None = None,
    **values: Any,
) -> Asset:
    """An asset with its open periods and its facet, whatever the operations would say."""
    chosen = Status.objects.get(name=status)
    category = category or make_category()
    tag = values.pop("asset_tag", f"T-{next(_numbers):05d}")
    asset = Asset.objects.create(
        company=company,
        kind=category.kind,
        facet=category.kind.facet,
        category=category,
        status=chosen,
        state=chosen.state,
        asset_tag=tag,
        name_sort=name_sort(values.get("name", "")),
        location=location,
        serial_key=serial_key(values.get("serial_number") or ""),
        **values,
    )
    holders = {name: value for name, value in values.items() if name.startswith("holder_")}
    Custody.objects.create(asset=asset, company=company, location=location, period=(since, None), **holders)
    StatusPeriod.objects.create(asset=asset, company=company, status=chosen, period=(since, None))
    if asset.facet in FACETS:
        FACETS[asset.facet].objects.create(asset=asset, company=company, facet=asset.facet, **(facet or {}))
    return asset


def make_contract(company: Company, name: str = "", **values: Any) -> Contract:
    """A support contract of the year 2026, with the deadlines that follow from its values."""
    name = name or f"Contract {next(_numbers)}"
    given = {"type": "support", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), **values}
    contract = Contract(company=company, name=name, name_sort=name_sort(name), **given)
    for column, value in complete(contract, {}).items():
        setattr(contract, column, value)
    contract.save()
    return contract


def make_coverage(contract: Contract, asset: Asset, **values: Any) -> Coverage:
    """An asset under a contract, from the contract's first day to its last."""
    given = {"role": "support", "starts_on": contract.starts_on, **values}
    return Coverage.objects.create(contract=contract, asset=asset, company=contract.company, **given)


def make_relation(source: Asset, target: Asset, **values: Any) -> AssetRelation:
    """One asset runs on another, unless it is said otherwise."""
    given = {"type": "runs_on", "period": (LONG_AGO, None), **values}
    companies = {"company_id": source.company_id, "target_company_id": target.company_id}
    return AssetRelation.objects.create(source=source, target=target, **companies, **given)


def make_release(name: str = "") -> Release:
    """A release of a product of its own, supported for long."""
    name = name or f"System {next(_numbers)}"
    product = ReleasedProduct.objects.create(
        name=name, name_sort=name_sort(name), code=name.lower().replace(" ", "-")
    )
    named = {"name": f"{name} 1", "name_sort": name_sort(f"{name} 1")}
    return Release.objects.create(product=product, line="1", security_until=date(2040, 1, 1), **named)


def make_product(name: str = "") -> SoftwareProduct:
    """A product without publisher."""
    name = name or f"Product {next(_numbers)}"
    return SoftwareProduct.objects.create(name=name, name_sort=name_sort(name))


def make_license(company: Company, name: str = "", **values: Any) -> License:
    """A license of a product of its own, of which nothing was bought."""
    product = values.pop("product", None) or make_product()
    name = name or product.name
    return License.objects.create(
        company=company,
        product=product,
        name=name,
        name_sort=name_sort(name),
        counted_on=LONG_AGO.date(),
        **values,
    )


def make_entitlement(license_: License, quantity: int = 1, **values: Any) -> Entitlement:
    """A perpetual purchase."""
    of = {"company": license_.company, "product": license_.product, "subscription": license_.subscription}
    name = values.pop("name", license_.name)
    return Entitlement.objects.create(
        **of, **values, name=name, name_sort=name_sort(name), license=license_, quantity=quantity
    )


def make_allocation(license_: License, quantity: int = 1, **values: Any) -> Allocation:
    """Seats with a holder (`person=`, `department=` or `asset=`)."""
    given = {"period": (LONG_AGO, None), **values}
    return Allocation.objects.create(company=license_.company, license=license_, quantity=quantity, **given)
