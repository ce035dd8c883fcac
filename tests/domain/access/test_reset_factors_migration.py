"""The migration that lets administrators reset the second factors of others."""

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
RESET = "access.reset_factors"


@pytest.fixture
def before(cast: Cast) -> Cast:
    """Roles and boxes as they were before there was such a permission."""
    with signed("test"):
        Role.objects.update(permissions=Func(F("permissions"), Value(RESET), function="array_remove"))
    CompiledGrant.objects.filter(permission=RESET).delete()
    return cast


def migrate() -> None:
    migration = import_module("assetry.domain.access.migrations.0005_reset_factors")
    migration.Migration.operations[0].code(apps, SimpleNamespace(connection=connection))


def test_administrators_get_it_and_nobody_else(before: Cast) -> None:
    migrate()
    held = Role.objects.filter(permissions__contains=[RESET]).values_list("code", flat=True)
    assert list(held) == ["administrator"]
    assert before.actor("administrator").scope(RESET) == before.actor("administrator").scope("access.manage")
    assert not before.actor("asset_manager").may(RESET)


def test_a_second_time_changes_nothing(before: Cast) -> None:
    migrate()
    rows, roles = CompiledGrant.objects.count(), list(Role.objects.order_by("pk").values())
    migrate()
    assert (CompiledGrant.objects.count(), list(Role.objects.order_by("pk").values())) == (rows, roles)
