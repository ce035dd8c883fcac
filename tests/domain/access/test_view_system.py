"""An installation from before the state page: its administrators may see it, and nobody else."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from assetry.domain.access.models import Role
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.models import CompiledGrant
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CODE = "system.view"
give = import_module("assetry.domain.access.migrations.0007_view_system").Migration.operations[0].code


def test_administrators_get_it_with_the_boxes_of_their_grants(cast: Cast) -> None:
    role = Role.objects.get(code="administrator")
    with signed("test"):
        Role.objects.filter(pk=role.pk).update(permissions=[one for one in role.permissions if one != CODE])
    CompiledGrant.objects.filter(permission=CODE).delete()
    give(apps, SimpleNamespace(connection=connection))
    holders = {name for name in cast.users if cast.actor(name).may(CODE)}
    assert holders == {"administrator"}
    companies = cast.actor("administrator").scope("access.manage").company_ids
    assert cast.actor("administrator").scope(CODE).company_ids == companies
    assert CODE in Role.objects.get(pk=role.pk).permissions


def test_a_second_run_changes_nothing(cast: Cast) -> None:
    before = Role.objects.get(code="administrator").version
    give(apps, SimpleNamespace(connection=connection))
    assert Role.objects.get(code="administrator").version == before
    assert CompiledGrant.objects.filter(permission=CODE).count() == 1
