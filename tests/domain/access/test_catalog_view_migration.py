"""The migration that gives `catalog.view` to whoever read the catalog with a permission of the register before."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F, Func, Value

from assetry.domain.access.models import Role
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.models import CompiledGrant
from tests.cast import Cast

pytestmark = pytest.mark.django_db
VIEW = "catalog.view"


@pytest.fixture
def before(cast: Cast) -> Cast:
    """Roles and boxes as they were before there was such a permission; one role of the organization's own."""
    with signed("test"):
        Role.objects.create(name="Clerk", name_sort="clerk", permissions=["assets.asset.label"])
        Role.objects.create(name="Porter", name_sort="porter", permissions=["organization.view"])
        Role.objects.update(permissions=Func(F("permissions"), Value(VIEW), function="array_remove"))
    CompiledGrant.objects.filter(permission=VIEW).delete()
    return cast


def migrate() -> None:
    migration = import_module("assetry.domain.access.migrations.0003_catalog_view")
    migration.give(apps, SimpleNamespace(connection=connection))


def test_who_works_with_assets_gets_it_employees_do_not(before: Cast) -> None:
    migrate()
    held = set(Role.objects.filter(permissions__contains=[VIEW]).values_list("name", flat=True))
    assert held == {"Administrator", "Asset manager", "Technician", "Auditor", "Clerk"}


def test_it_counts_at_once_and_where_it_did(before: Cast) -> None:
    assert not before.actor("technician").may(VIEW)
    migrate()
    technician, employee = before.actor("technician"), before.actor("employee")
    assert technician.scope(VIEW) == technician.scope("assets.asset.view")
    assert not employee.may(VIEW)


def test_a_second_time_changes_nothing(before: Cast) -> None:
    migrate()
    known = sorted(CompiledGrant.objects.filter(permission=VIEW).values_list("user_id", "company_ids"))
    roles = list(Role.objects.order_by("pk").values_list("version", "permissions"))
    migrate()
    assert (
        sorted(CompiledGrant.objects.filter(permission=VIEW).values_list("user_id", "company_ids")) == known
    )
    assert list(Role.objects.order_by("pk").values_list("version", "permissions")) == roles
