"""Users with exactly the grants that a test is about."""

from typing import Any

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.organization.models import Person
from assetry.kernel.text import name_sort
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW


def make_user(name: str, person: Person | None = None) -> User:
    """An account without grants; under the caller's event."""
    person_id = person.pk if person else None
    return User.objects.create(email=f"{name}@example.com", name=name, person_id=person_id, created_at=NOW)


def make_role(name: str, *permissions: str) -> Role:
    """A role of the organization's own; under the caller's event."""
    return Role.objects.create(name=name, name_sort=name_sort(name), permissions=list(permissions))


def actor_of(user: User) -> Actor:
    """A fresh actor, who reads the boxes of now."""
    return Actor(user_id=user.pk, name=user.name, person_id=user.person_id)


def granted(name: str, role: str, *, person: Person | None = None, **limits: Any) -> Actor:
    """Somebody new with one grant of a role out of the box, by its code."""
    with signed("test"):
        user = make_user(name, person)
        Grant.objects.create(user=user, role=Role.objects.get(code=role), **limits)
        compile_grants([user.pk])
    return actor_of(user)
