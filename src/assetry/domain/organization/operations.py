"""Every change of the organization."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from babel.core import Locale, UnknownLocaleError
from django.utils.translation import gettext_lazy as _

from assetry.domain.organization import fields as described
from assetry.domain.organization import signals
from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.domain.organization.named import (
    Custom,
    Values,
    clean_named,
    insert_named,
    require_same_company,
    update_named,
)
from assetry.domain.organization.queries import may_edit_company, may_erase_person, may_hold_company
from assetry.domain.organization.refusals import InsideItself, ReasonMissing
from assetry.domain.organization.trees import lock_tree, place, refresh_below
from assetry.kernel.money import is_currency
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.kernel.text import clean_text, name_sort
from assetry.platform.audit.erasing import erase_values, erased_name
from assetry.platform.audit.events import admit_company
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

# Companies ---------------------------------------------------------------------------------------------------


def _check_company(values: Values) -> None:
    errors = {}
    if "currency" in values and not is_currency(values["currency"]):
        errors["currency"] = _("Give a currency as three letters, such as EUR.")
    if "time_zone" in values and values["time_zone"] not in available_timezones():
        errors["time_zone"] = _("Give a time zone such as Europe/Berlin.")
    if values.get("locale") and not _is_locale(values["locale"]):
        errors["locale"] = _("Give a locale such as en or de-DE.")
    if errors:
        raise InvalidInput(errors)


def _is_locale(code: str) -> bool:
    try:
        return bool(Locale.parse(code, sep="-"))
    except (UnknownLocaleError, ValueError):
        return False


@operation(P.MANAGE_COMPANIES)
def create_company(*, actor: Actor, values: Values, at: datetime) -> Company:
    """Make a company, under a parent or as a root. Rows inside it may follow in the same event.

    Raises NameTaken, InvalidInput, InsideItself.
    """
    cleaned = clean_named(described.COMPANY_FIELDS, values, new=True, custom=Custom("company"))
    _check_company(cleaned)
    parent = cleaned.get("parent")
    if not may_hold_company(actor, parent.pk if parent else None):
        raise NotPermitted(permission=P.MANAGE_COMPANIES if parent else P.MANAGE_SHARED)
    if (
        parent is None
        and Company.objects.exclude(id__in=actor.scope(P.MANAGE_COMPANIES).whole_company_ids).exists()
    ):
        raise NotPermitted(permission=P.MANAGE_COMPANIES)  # a root is for whoever holds them all
    company = insert_named(Company(**cleaned))
    company.path = [*(parent.path if parent else []), company.pk]
    Company.objects.filter(pk=company.pk).update(path=company.path)
    admit_company(company.pk)
    signals.company_created.send(sender=Company, company=company, actor=actor)
    return company


@operation(P.MANAGE_COMPANIES)
def edit_company(
    *, actor: Actor, company: Company, changes: Values, version: int | None, at: datetime
) -> Company:
    """Change a company. Its parent stays: moving a company changes who sees it and has no form yet.

    Raises NameTaken, InvalidInput, StalePage, InsideItself.
    """
    locked = lock_row(Company.objects.all(), company.pk, version)
    if not may_edit_company(actor, locked):
        raise NotPermitted(permission=P.MANAGE_COMPANIES)
    cleaned = clean_named(described.COMPANY_FIELDS, changes, new=False, custom=Custom.of("company", locked))
    _check_company(cleaned)
    if "parent" in cleaned and cleaned["parent"] != locked.parent:
        raise InsideItself(field="parent", name=locked.name)
    update_named(locked, cleaned)
    return locked


def _pk(row: Any) -> int | None:
    return None if row is None else int(row.pk)


# Locations and departments -----------------------------------------------------------------------------------


def _create_in_tree[M: (Location, Department)](row: M) -> M:
    lock_tree(type(row), row.company_id)
    row = insert_named(row)
    place(row)
    type(row)._default_manager.filter(pk=row.pk).update(path=row.path, path_name=row.path_name)
    return row


def _edit_in_tree(row: Location | Department, cleaned: dict[str, Any]) -> None:
    named, parent = cleaned.get("name", row.name), cleaned.get("parent", row.parent)
    placed = type(row)(pk=row.pk, company_id=row.company_id, name=named, parent=parent)
    place(placed)
    if update_named(row, cleaned) & {"name", "parent"}:
        row.path, row.path_name = placed.path, placed.path_name
        type(row)._default_manager.filter(pk=row.pk).update(path=row.path, path_name=row.path_name)
        refresh_below(type(row), row)


@operation(P.MANAGE)
def create_location(*, actor: Actor, company: Company, values: Values, at: datetime) -> Location:
    """Make a location in a company. Raises NameTaken, OtherCompany, InsideItself, InvalidInput, NotPermitted."""
    cleaned = clean_named(described.LOCATION_FIELDS, values, new=True, custom=Custom("location", company.pk))
    actor.require_row(P.MANAGE, company_id=company.pk, location_id=_pk(cleaned.get("parent")))
    require_same_company(company.pk, cleaned, "parent", "manager")
    location = _create_in_tree(Location(company=company, **cleaned))
    signals.location_placed.send(sender=Location, location=location)
    return location


@operation(P.MANAGE)
def edit_location(
    *, actor: Actor, location: Location, changes: Values, version: int | None, at: datetime
) -> Location:
    """Change or move a location; everything below moves along.

    Raises NameTaken, OtherCompany, InsideItself, StalePage, InvalidInput, NotPermitted.
    """
    lock_tree(Location, location.company_id)
    locked = lock_row(Location.objects.all(), location.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id, location_id=locked.pk)
    cleaned = clean_named(described.LOCATION_FIELDS, changes, new=False, custom=Custom.of("location", locked))
    if cleaned.get("parent", locked.parent) != locked.parent:
        actor.require_row(P.MANAGE, company_id=locked.company_id, location_id=_pk(cleaned["parent"]))
    require_same_company(locked.company_id, cleaned, "parent", "manager")
    _edit_in_tree(locked, cleaned)
    signals.location_placed.send(sender=Location, location=locked)
    return locked


@operation(P.MANAGE)
def create_department(*, actor: Actor, company: Company, values: Values, at: datetime) -> Department:
    """Make a department in a company. Raises NameTaken, OtherCompany, InsideItself, InvalidInput, NotPermitted."""
    actor.require_row(P.MANAGE, company_id=company.pk)
    cleaned = clean_named(
        described.DEPARTMENT_FIELDS, values, new=True, custom=Custom("department", company.pk)
    )
    require_same_company(company.pk, cleaned, "parent", "head")
    return _create_in_tree(Department(company=company, **cleaned))


@operation(P.MANAGE)
def edit_department(
    *, actor: Actor, department: Department, changes: Values, version: int | None, at: datetime
) -> Department:
    """Change or move a department. Raises NameTaken, OtherCompany, InsideItself, StalePage, InvalidInput."""
    lock_tree(Department, department.company_id)
    locked = lock_row(Department.objects.all(), department.pk, version)
    actor.require_row(P.MANAGE, company_id=locked.company_id)
    cleaned = clean_named(
        described.DEPARTMENT_FIELDS, changes, new=False, custom=Custom.of("department", locked)
    )
    require_same_company(locked.company_id, cleaned, "parent", "head")
    _edit_in_tree(locked, cleaned)
    return locked


# People ------------------------------------------------------------------------------------------------------


@operation(P.MANAGE_PEOPLE)
def create_person(*, actor: Actor, company: Company, values: Values, at: datetime) -> Person:
    """Make a person of a company. Raises NameTaken (user name or e-mail), OtherCompany, InvalidInput."""
    cleaned = clean_named(described.PERSON_FIELDS, values, new=True, custom=Custom("person", company.pk))
    actor.require_row(P.MANAGE_PEOPLE, company_id=company.pk, location_id=_pk(cleaned.get("location")))
    require_same_company(company.pk, cleaned, "department", "location")
    return insert_named(Person(company=company, **cleaned))


@operation(P.MANAGE_PEOPLE)
def edit_person(
    *, actor: Actor, person: Person, changes: Values, version: int | None, at: datetime
) -> Person:
    """Change a person. Raises NameTaken, OtherCompany, StalePage, InvalidInput."""
    locked = lock_row(Person.objects.all(), person.pk, version)
    actor.require_row(P.MANAGE_PEOPLE, company_id=locked.company_id, location_id=locked.location_id)
    cleaned = clean_named(described.PERSON_FIELDS, changes, new=False, custom=Custom.of("person", locked))
    if "location" in cleaned:
        actor.require_row(P.MANAGE_PEOPLE, company_id=locked.company_id, location_id=_pk(cleaned["location"]))
    require_same_company(locked.company_id, cleaned, "department", "location")
    update_named(locked, cleaned)
    return locked


@operation(P.ERASE_PEOPLE)
def erase_person(
    *, actor: Actor, person: Person, note: str, version: int | None = None, at: datetime
) -> Person:
    """Take away, for good, whatever names a person: here, in their account, and the values that the trail kept.

    What they did and held stays, under "Erased person …"; `note` is the reason. Free text about them elsewhere,
    files and backups keep what they hold (docs/admin/trail.md).
    Raises ReasonMissing, StalePage, NotPermitted, and what receivers refuse: StillResponsible, AccountStillActive.
    """
    locked = lock_row(Person.objects.all(), person.pk, version)
    if not may_erase_person(actor, locked):
        raise NotPermitted(permission=P.ERASE_PEOPLE)
    if not clean_text(note):
        raise ReasonMissing(field="note")
    signals.person_erasing.send(sender=Person, person=locked, actor=actor, at=at)
    name = erased_name(locked.public_id)
    emptied = dict.fromkeys(("email", "username", "employee_number", "phone", "job_title", "note"), "")
    dates = {"starts_on": None, "leaves_on": None}
    named = {"name": name, "name_sort": name_sort(name), "is_active": False, "custom": {}}
    update_named(locked, {**emptied, **dates, **named})
    erase_values(Person._meta.db_table, [locked.pk])
    return locked


# Suppliers ---------------------------------------------------------------------------------------------------


@operation(P.MANAGE_SHARED)
def create_supplier(*, actor: Actor, values: Values, at: datetime) -> Supplier:
    """Make a supplier, shared by all companies. Raises NameTaken, InvalidInput."""
    return insert_named(
        Supplier(**clean_named(described.SUPPLIER_FIELDS, values, new=True, custom=Custom("supplier")))
    )


@operation(P.MANAGE_SHARED)
def edit_supplier(
    *, actor: Actor, supplier: Supplier, changes: Values, version: int | None, at: datetime
) -> Supplier:
    """Change a supplier. Raises NameTaken, StalePage, InvalidInput."""
    locked = lock_row(Supplier.objects.all(), supplier.pk, version)
    update_named(
        locked,
        clean_named(described.SUPPLIER_FIELDS, changes, new=False, custom=Custom.of("supplier", locked)),
    )
    return locked
