"""The cast of six, in two companies: who tries everything that a test lets somebody try."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.domain.organization.models import Company, Person
from assetry.kernel.text import name_sort
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor, Door
from assetry.platform.permissions.models import CompiledGrant
from tests.factories import make_company
from tests.support.rows import Rows, put_back, rows_of

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
    """Two companies and the six; the administrator's grant holds all companies.

    Most tests begin so: a process makes them once, and from then on puts the same rows back, a statement a table.
    """
    with signed("test:cast"):
        if _kept:
            made, rows = _kept[0]
            put_back(rows)
        else:
            made = _make()
            _kept.append((made, rows_of(*_queries(made))))
    return deepcopy(made)


def forget_cast() -> None:
    """Where the database is another one now, whose keys were not given away yet."""
    _kept.clear()


_kept: list[tuple[Cast, list[Rows]]] = []


def _queries(cast: Cast) -> list[QuerySet[Any]]:
    users = [user.pk for user in cast.users.values()]
    return [
        Company.objects.filter(pk__in=[cast.company.pk, cast.other_company.pk]),
        Person.objects.filter(pk__in=[user.person_id for user in cast.users.values()]),
        User.objects.filter(pk__in=users),
        Grant.objects.filter(user__in=users),
        CompiledGrant.objects.filter(user_id__in=users),
    ]


def _make() -> Cast:
    company, other = make_company("Larkfield Labs GmbH"), make_company("Otherwhere Ltd")
    owns = {key: other if key == "stranger" else company for key, _role, _name in _PARTS}
    people = Person.objects.bulk_create(
        Person(company=owns[key], name=name, name_sort=name_sort(name), email=_mail(key), username=key)
        for key, _role, name in _PARTS
    )
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(email=_mail(key), name=name, person_id=person.pk, created_at=NOW, password=password)
        for (key, _role, name), person in zip(_PARTS, people, strict=True)
    )
    roles = {role.code: role for role in Role.objects.all()}
    Grant.objects.bulk_create(
        Grant(user=user, role=roles[role], company=None if key == "administrator" else owns[key])
        for (key, role, _name), user in zip(_PARTS, users, strict=True)
    )
    compile_grants(user.pk for user in users)
    return Cast(company, other, {key: user for (key, _role, _name), user in zip(_PARTS, users, strict=True)})


def _mail(key: str) -> str:
    return f"{key}@example.com"
