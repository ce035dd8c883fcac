"""Writes what the story takes place in: companies, places, people, catalog, tag schemes, accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models

from assetry.cli.support.demo import catalog, organization
from assetry.cli.support.demo.custom import write_custom_fields
from assetry.cli.support.demo.devices import FIRST_NUMBER
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.organization import LABS, ROBOTICS, DemoPerson
from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.assets.models import TagCounter, TagScheme
from assetry.domain.catalog.models import AssetKind, AssetModel, Category, Manufacturer
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.kernel.text import name_sort
from assetry.platform.accounts.models import User

# Who can sign in, with which role, in which company and those below it (None: everywhere).
ACCOUNTS = (
    ("Priya Nair", "administrator", None),
    ("Sam Idris", "technician", LABS),
    ("Marek Dvořák", "asset_manager", ROBOTICS),
    ("Noor Haddad", "auditor", LABS),
    ("Ana Petrov", "employee", LABS),
)


@dataclass
class Setting:
    """Every row by the name that the story uses for it; locations by their path, users by their person's name."""

    companies: dict[str, Company] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    cost_centers: dict[str, CostCenter] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    models: dict[str, AssetModel] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


def write_setting(
    people: tuple[DemoPerson, ...], numbers: Mapping[tuple[str, str], int], password: str, at: datetime
) -> Setting:
    """Insert it all, under the event that is open."""
    setting = Setting()
    _write_companies(setting)
    _write_places(setting)
    _write_people(setting, people)
    _write_catalog(setting)
    _write_tag_schemes(setting, numbers)
    write_custom_fields()
    _write_accounts(setting, password, at)
    return setting


def _named(entity: str, name: str, key: str = "") -> dict[str, str]:
    return {"public_id": demo_id(entity, key or name), "name": name, "name_sort": name_sort(name)}


def _write_companies(setting: Setting) -> None:
    parent: Company | None = None
    for plan in organization.COMPANIES:
        company = Company.objects.create(
            parent=parent,
            currency=plan.currency,
            time_zone=plan.time_zone,
            locale=plan.locale,
            **_named("company", plan.name),
        )
        company.path = [*(parent.path if parent else []), company.pk]
        company.save(update_fields=["path"])
        setting.companies[plan.name] = company
        parent = parent or company


def _write_places(setting: Setting) -> None:
    for place in organization.LOCATIONS:
        parent = setting.locations.get(place.parent)
        location = Location.objects.create(
            company=setting.companies[place.company], parent=parent, path_name=place.path, address=place.address,
            country=place.country, is_stockroom=place.is_stockroom, **_named("location", place.name, place.path),
        )  # fmt: skip
        location.path = [*(parent.path if parent else []), location.pk]
        location.save(update_fields=["path"])
        setting.locations[place.path] = location
    for plan in organization.DEPARTMENTS:
        company = setting.companies[plan.company]
        department = Department.objects.create(
            company=company, path_name=plan.name, **_named("department", plan.name)
        )
        department.path = [department.pk]
        department.save(update_fields=["path"])
        setting.departments[plan.name] = department
        setting.cost_centers[plan.name] = CostCenter.objects.create(
            company=company, code=plan.cost_center, **_named("cost_center", plan.name)
        )


def _write_people(setting: Setting, people: tuple[DemoPerson, ...]) -> None:
    rows = Person.objects.bulk_create(
        Person(
            company=setting.companies[person.company], department=setting.departments[person.department],
            location=setting.locations[person.location], email=person.email, username=person.username,
            employee_number=f"{person.number:05d}", job_title=person.job_title, **_named("person", person.name),
        )
        for person in people
    )  # fmt: skip
    setting.people = {row.name: row for row in rows}
    for place in organization.LOCATIONS:
        setting.locations[place.path].manager = setting.people.get(place.manager)
    Location.objects.bulk_update(setting.locations.values(), ["manager"])
    for plan in organization.DEPARTMENTS:
        head = setting.people.get(plan.head)
        setting.departments[plan.name].head = setting.cost_centers[plan.name].owner = head
    Department.objects.bulk_update(setting.departments.values(), ["head"])
    CostCenter.objects.bulk_update(setting.cost_centers.values(), ["owner"])


def _with_existing[M: models.Model](model: type[M], wanted: Iterable[M]) -> dict[str, M]:
    """The wanted rows by name; what the register has of that name already is used, not doubled."""
    rows: dict[str, M] = {str(row).casefold(): row for row in model._default_manager.all()}
    named = {str(row): row for row in wanted}
    model._default_manager.bulk_create([row for name, row in named.items() if name.casefold() not in rows])
    return {name: rows.get(name.casefold(), row) for name, row in named.items()}


def _write_catalog(setting: Setting) -> None:
    kinds = {kind.code: kind for kind in AssetKind.objects.all()}
    setting.suppliers = _with_existing(
        Supplier, (Supplier(website=url, **_named("supplier", name)) for name, url in catalog.SUPPLIERS)
    )
    makers = sorted({plan.manufacturer for plan in catalog.MODELS})
    manufacturers = _with_existing(
        Manufacturer, (Manufacturer(**_named("manufacturer", name)) for name in makers)
    )
    setting.categories = _with_existing(
        Category,
        (
            Category(kind=kinds[plan.kind], icon=plan.icon, **_named("category", plan.name))
            for plan in catalog.CATEGORIES
        ),
    )
    lives = {plan.name: plan.life_months for plan in catalog.CATEGORIES}
    setting.models = _with_existing(
        AssetModel,
        (
            AssetModel(
                manufacturer=manufacturers[plan.manufacturer], category=setting.categories[plan.category],
                number=plan.number, useful_life_months=lives[plan.category], **_named("model", plan.name),
            )
            for plan in catalog.MODELS
        ),
    )  # fmt: skip


def _write_tag_schemes(setting: Setting, numbers: Mapping[tuple[str, str], int]) -> None:
    schemes: list[TagScheme] = []
    counters: dict[tuple[int, str], int] = {}
    for company_name, company in setting.companies.items():
        for plan in catalog.CATEGORIES:
            schemes.append(
                TagScheme(
                    public_id=demo_id("tag_scheme", f"{company_name}/{plan.name}"), company=company,
                    category=setting.categories[plan.name], prefix=plan.prefix, digits=4,
                )
            )  # fmt: skip
            counters[company.pk, plan.prefix] = numbers.get(
                (company_name, plan.prefix), FIRST_NUMBER[company_name]
            )
    TagScheme.objects.bulk_create(schemes)
    TagCounter.objects.bulk_create(
        TagCounter(company_id=company_id, prefix=prefix, next_number=number)
        for (company_id, prefix), number in counters.items()
    )


def _write_accounts(setting: Setting, password: str, at: datetime) -> None:
    roles = {role.code: role for role in Role.objects.all()}
    hashed = make_password(password)
    for name, role, company in ACCOUNTS:
        person = setting.people[name]
        user = User.objects.create(
            public_id=demo_id("user", name), email=person.email, name=name, person_id=person.pk,
            password=hashed, created_at=at,
        )  # fmt: skip
        limits: dict[str, Any] = {} if company is None else {"company": setting.companies[company]}
        Grant.objects.create(public_id=demo_id("grant", name), user=user, role=roles[role], **limits)
        setting.users[name] = user
    compile_grants(user.pk for user in setting.users.values())
