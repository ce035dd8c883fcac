"""The cast of six, in two companies: who tries everything that a test lets somebody try."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.organization.models import Company, Person
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor, Door
from tests.factories import make_company, make_person

NOW = datetime(2026, 11, 24, 9, 35, tzinfo=UTC)
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    """Six users; `stranger` is the asset manager of `other_company`, everybody else belongs to `company`."""

    company: Company
    other_company: Company
    users: dict[str, User]

    def user(self, role: str) -> User:
        """The account of one of the six."""
        return self.users[role]

    def actor(self, role: str, door: Door = Door.WEB) -> Actor:
        """A fresh actor for one of the six."""
        user = self.users[role]
        return Actor(user_id=user.pk, name=user.name, person_id=user.person_id, door=door)

    def person(self, role: str) -> Person:
        """The person behind the account."""
        return Person.objects.get(username=role)


_PARTS = (
    ("administrator", "administrator", "Ada Admin"),
    ("asset_manager", "asset_manager", "Priya Nair"),
    ("technician", "technician", "Sam Idris"),
    ("auditor", "auditor", "Olga Auditor"),
    ("employee", "employee", "Ana Petrov"),
    ("stranger", "asset_manager", "Otto Stranger"),
)


def make_cast() -> Cast:
    """Two companies and the six; the administrator's grant holds all companies."""
    with signed("test:cast"):
        company, other = make_company("Larkfield Labs GmbH"), make_company("Otherwhere Ltd")
        users: dict[str, User] = {}
        for key, role_code, name in _PARTS:
            own = other if key == "stranger" else company
            person = make_person(own, name, email=f"{key}@example.com", username=key)
            user = User(email=f"{key}@example.com", name=name, person_id=person.pk, created_at=NOW)
            user.set_password(PASSWORD)
            user.save()
            limits: dict[str, Any] = {} if key == "administrator" else {"company": own}
            Grant.objects.create(user=user, role=Role.objects.get(code=role_code), **limits)
            users[key] = user
        compile_grants(user.pk for user in users.values())
    return Cast(company, other, users)
