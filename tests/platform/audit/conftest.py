"""An active account with grants, and another; tables of every declaration are in `testapp`."""

from datetime import UTC, datetime

import pytest

from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from assetry.platform.permissions.models import CompiledGrant

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_user(name: str, *, is_active: bool = True) -> User:
    with signed("test.user"):
        return User.objects.create(
            email=f"{name}@example.org", name=name, is_active=is_active, created_at=NOW
        )


def grant(user: User, permission: str, companies: list[int], *, writes: bool = True) -> None:
    CompiledGrant.objects.create(user_id=user.pk, permission=permission, company_ids=companies, writes=writes)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def user(db: None) -> User:
    """May write in company 1, and read in company 2."""
    user = make_user("ada")
    grant(user, "things.edit", [1])
    grant(user, "things.view", [1, 2], writes=False)
    return user


@pytest.fixture
def actor(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.name)
