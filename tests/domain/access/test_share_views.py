"""An installation from before the saved views: administrators and asset managers may share them, nobody else."""

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
CODE = "views.share"
give = import_module("assetry.domain.access.migrations.0008_share_views").Migration.operations[0].code


def test_both_get_it_with_the_boxes_of_their_grants(cast: Cast) -> None:
    with signed("test"):
        for role in Role.objects.filter(code__in=("administrator", "asset_manager")):
            left = [one for one in role.permissions if one != CODE]
            Role.objects.filter(pk=role.pk).update(permissions=left)
    CompiledGrant.objects.filter(permission=CODE).delete()
    give(apps, SimpleNamespace(connection=connection))
    holders = {name for name in cast.users if cast.actor(name).may(CODE)}
    assert holders == {"administrator", "asset_manager", "stranger"}
    assert cast.actor("asset_manager").scope(CODE).company_ids == (cast.company.pk,)
    assert CODE in Role.objects.get(code="asset_manager").permissions
    assert CODE not in Role.objects.get(code="technician").permissions


def test_a_second_run_changes_nothing(cast: Cast) -> None:
    before = Role.objects.get(code="administrator").version
    give(apps, SimpleNamespace(connection=connection))
    assert Role.objects.get(code="administrator").version == before
    assert CompiledGrant.objects.filter(permission=CODE).count() == 3
