"""The very first import: an administrator alone in an empty register."""

import pytest

from assetry.domain.access.bootstrap import create_account
from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Company
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW
from tests.domain.assets.imports.importing import ALL, load, table

pytestmark = pytest.mark.django_db


def test_it_makes_its_companies_before_there_are_any() -> None:
    assert not Company.objects.exists()
    with signed("test"):
        user = create_account(
            email="ada@example.com",
            name="Ada",
            password="correct horse battery",
            role_code="administrator",
            at=NOW,
        )
    actor = Actor(user_id=user.pk, name=user.name)
    plan = load(actor, table("Company,Tag,Category", "Alpha,A-1,Laptop", "Beta,A-1,Laptop"), create=ALL)
    assert plan.counts["create"] == 2, plan.rows
    assert Asset.objects.filter(asset_tag="A-1").count() == 2
