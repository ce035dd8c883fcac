"""Removes the demo again: its own rows, and of these none that the organization's own data refers to."""

from collections.abc import Iterable
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.fields.reverse_related import ForeignObjectRel

from assetry.cli.support.demo import catalog, licenses, organization
from assetry.cli.support.demo.bills import remove_bills
from assetry.cli.support.demo.contracts import decision_ids, make_contracts
from assetry.cli.support.demo.custom import remove_custom_fields
from assetry.cli.support.demo.devices import make_devices
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.services import make_services
from assetry.cli.support.demo.setting import ACCOUNTS
from assetry.cli.support.demo.systems import make_systems
from assetry.cli.support.demo.talk import remove_talk
from assetry.cli.support.demo.writing import SEED
from assetry.domain.access.compile import compile_everything
from assetry.domain.access.models import Grant, GroupMember
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.models import (
    Asset,
    AssetIdentifier,
    AssetRelation,
    Custody,
    StatusPeriod,
    TagCounter,
    TagScheme,
)
from assetry.domain.catalog.models import AssetModel, AssetModelPicture, Category, Manufacturer
from assetry.domain.contracts.models import AssetCover, Contract, Coverage, PriceStep, RenewalDecision
from assetry.domain.costs.models import AssetCloudCost
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.domain.software.models import Allocation, Entitlement, License, SoftwareProduct
from assetry.platform.accounts.models import ApiToken, User
from assetry.platform.attachments.models import Attachment
from assetry.platform.audit.signed import signed
from assetry.platform.audit.tables import Technical
from assetry.platform.permissions.models import CompiledGrant
from assetry.platform.search.models import SearchDocument

# What refers to others comes first; with the name that the registry, ids and search know it by.
_ENTITIES: dict[type[Any], str] = {
    Allocation: "allocation", Entitlement: "entitlement", License: "license", SoftwareProduct: "software_product",
    Contract: "contract",
    Asset: "asset", User: "user", CostCenter: "cost_center", Person: "person", Department: "department",
    Location: "location", TagScheme: "tag_scheme", Company: "company", AssetModel: "model", Category: "category",
    Manufacturer: "manufacturer", Supplier: "supplier",
}  # fmt: skip

# Rows that are part of another one and go with it: (table, its key of the whole).
PARTS: dict[type[models.Model], tuple[tuple[type[Any], str], ...]] = {
    Asset: (
        *((facet, "asset") for facet in FACETS.values()),
        (Custody, "asset"), (StatusPeriod, "asset"), (AssetIdentifier, "asset"), (AssetCover, "asset"),
        (AssetCloudCost, "asset"), (AssetRelation, "source"), (AssetRelation, "target"),
    ),
    Contract: ((Coverage, "contract"), (PriceStep, "contract")),
    User: ((Grant, "user"), (GroupMember, "user"), (ApiToken, "user"), (EmailAddress, "user")),
    AssetModel: ((AssetModelPicture, "model"),),
}  # fmt: skip


def demo_ids() -> dict[type[Any], list[str]]:
    """The public ids of every demo row by its table, what refers to others first."""
    random = Random(SEED)  # noqa: S311
    people = organization.make_people(random)
    tags = [device.tag for device in make_devices(random, people)]
    tags += [service.tag for service in (*make_services(), *make_systems())]
    companies = [company.name for company in organization.COMPANIES]
    departments = [department.name for department in organization.DEPARTMENTS]
    categories = [category.name for category in catalog.CATEGORIES]
    makers = sorted({model.manufacturer for model in catalog.MODELS})
    keys: dict[type[Any], Iterable[str]] = {
        Allocation: licenses.allocation_keys(),
        Entitlement: licenses.line_keys(),
        License: (plan.key for plan in licenses.make_licenses()),
        SoftwareProduct: licenses.product_names(),
        Contract: [plan.number for plan in reversed(make_contracts())],
        Asset: tags,
        User: (name for name, _role, _company in ACCOUNTS),
        Person: (person.name for person in people),
        CostCenter: departments,
        Department: departments,
        Location: (location.path for location in organization.LOCATIONS),
        TagScheme: (f"{company}/{category}" for company in companies for category in categories),
        Company: companies,
        AssetModel: (model.name for model in catalog.MODELS),
        Category: categories,
        Manufacturer: makers,
        Supplier: (name for name, _url in catalog.SUPPLIERS),
    }
    return {model: [demo_id(entity, key) for key in keys[model]] for model, entity in _ENTITIES.items()}


def is_there() -> bool:
    """Whether the demo has been written, or one of its companies was kept when it was removed."""
    return Company.objects.filter(public_id__in=demo_ids()[Company]).exists()


def accounts() -> "models.QuerySet[User]":
    """Who can sign in to the demo."""
    return User.objects.filter(public_id__in=demo_ids()[User])


def remove_demo() -> dict[str, list[str]]:
    """Delete it under one event; gives the names of what was kept, by their entity."""
    kept: dict[str, list[str]] = {}
    with signed("demo.remove", door="cli"):
        ids = demo_ids()
        # These point at people, who go first.
        Department.objects.filter(public_id__in=ids[Department], head__public_id__in=ids[Person]).update(
            head=None
        )
        Location.objects.filter(public_id__in=ids[Location], manager__public_id__in=ids[Person]).update(
            manager=None
        )
        RenewalDecision.objects.filter(public_id__in=decision_ids()).delete()
        remove_talk()
        remove_bills()
        for model, public_ids in ids.items():
            left = _remove(model, model.objects.filter(public_id__in=public_ids))
            if left:
                kept[_ENTITIES[model]] = left
        if left := remove_custom_fields():
            kept["custom_field"] = left
        TagCounter.objects.exclude(company_id__in=Company.objects.values("id")).delete()
        CompiledGrant.objects.exclude(user_id__in=User.objects.values("id")).delete()
        compile_everything()
    return kept


def _remove(model: type[Any], rows: "models.QuerySet[Any]") -> list[str]:
    """Delete those of the rows that nothing else refers to, again and again (trees); gives the names of the others."""
    entity = _ENTITIES[model]
    while keys := list(_unreferenced(model, rows).values_list("pk", flat=True)):
        parts = [*PARTS.get(model, ()), *((one.related_model, one.field.name) for one in _technical(model))]
        for part, field in parts:
            part._base_manager.filter(**{f"{field}__in": keys}).delete()
        model._base_manager.filter(pk__in=keys).delete()
        SearchDocument.objects.filter(entity=entity, object_id__in=keys).delete()
    return sorted(str(row) for row in rows)


def _relations(model: type[Any]) -> list[ForeignObjectRel]:
    """What points at rows of the table."""
    return [
        field for field in model._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)
    ]


def _technical(model: type[Any]) -> list[ForeignObjectRel]:
    """Of these, what is nobody's data: the session of whoever signed in to look, what ends and when."""
    return [
        one for one in _relations(model) if isinstance(getattr(one.related_model, "trail", None), Technical)
    ]


def _unreferenced(model: type[Any], rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    technical = _technical(model)
    for relation in _relations(model):
        is_part = (relation.related_model, relation.field.name) in PARTS.get(model, ())
        if not is_part and relation not in technical:
            users = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(users))
    files = Attachment.objects.filter(
        object_table=model._meta.db_table, object_id=OuterRef("pk"), removed_at=None
    )
    rows = rows.exclude(Exists(files))
    if model is Person:
        rows = rows.exclude(Exists(User.objects.filter(person_id=OuterRef("pk"))))
    return rows
