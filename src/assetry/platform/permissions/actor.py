"""The actor: who does something, through which door. Passed inward as an argument, never looked up inside."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from assetry.kernel.refusals import NotPermitted
from assetry.platform.database.kept import KeptRead
from assetry.platform.permissions.models import CompiledGrant
from assetry.platform.permissions.scope import Box, Scope

# Not a permission: the row of compiled grants that names the company of the user's own person.
OWN = "own"
_BOXES = KeptRead(
    lambda user_id: CompiledGrant.objects.filter(user_id=user_id).values_list(
        "permission", "company_ids", "location_ids", "category_ids"
    ),
    int,
)


class Door(StrEnum):
    """The ways in; the trail names the one that was used."""

    WEB = "web"
    API = "api"
    IMPORT = "import"
    CLI = "cli"
    JOB = "job"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A user at a door. Their boxes are read once, at the first question (one SQL statement)."""

    user_id: int
    name: str
    person_id: int | None = None
    door: Door = Door.WEB
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)
    language: str = "en"
    permission_limit: frozenset[str] | None = None  # a token may be narrower than its owner
    is_limited: bool = False  # by a token that may less than its owner, in whatever way

    @cached_property
    def _scopes(self) -> dict[str, Scope]:
        boxes: dict[str, list[Box]] = {}
        for permission, companies, locations, categories in _BOXES(self.user_id):
            box = Box(tuple(companies), _tuple(locations), _tuple(categories))
            boxes.setdefault(permission, []).append(box)
        limit = self.permission_limit
        return {
            code: Scope(tuple(found))
            for code, found in boxes.items()
            if limit is None or code in limit or code == OWN
        }

    def scope(self, permission: str) -> Scope:
        """The boxes of one permission; an empty scope when the actor does not hold it."""
        return self._scopes.get(permission, Scope(()))

    def may(self, permission: str, *, company_id: int | None = None) -> bool:
        """Whether the actor holds the permission, somewhere or in that company."""
        scope = self.scope(permission)
        return company_id in scope.company_ids if company_id is not None else bool(scope.boxes)

    def require(self, permission: str, *, company_id: int | None = None) -> None:
        """Raise NotPermitted unless `may`."""
        if not self.may(permission, company_id=company_id):
            raise NotPermitted(permission=permission)

    def require_row(
        self,
        permission: str,
        *,
        company_id: int | None,
        location_id: int | None = None,
        category_id: int | None = None,
    ) -> None:
        """Raise NotPermitted unless a box of the permission holds the row; a limited one never a row without."""
        if not self.scope(permission).covers(
            company_id=company_id, location_id=location_id, category_id=category_id
        ):
            raise NotPermitted(permission=permission)

    @cached_property
    def sight(self) -> object:
        """What tells whether two actors see the same rows: all that a `visible_to` may ask. Hashable."""
        return self.user_id, self.person_id, frozenset(self._scopes.items())

    def once[T](self, read: "Callable[[Actor], T]") -> T:
        """What `read` finds for this actor, read at the first question only, as the boxes are."""
        if read not in self._read:
            self._read[read] = read(self)
        found: T = self._read[read]
        return found

    @cached_property
    def _read(self) -> dict[Any, Any]:
        return {}

    def at_door(self, door: Door) -> "Actor":
        """The same actor through another door (an import job acts for the person who uploaded)."""
        return replace(self, door=door)

    @property
    def own_company_ids(self) -> tuple[int, ...]:
        """The company of the actor's person; empty for an account without one."""
        return self.scope(OWN).company_ids

    def companies_of(self, permission: str) -> tuple[int, ...]:
        """Every company in which the actor may see rows by it: those of its boxes, and their own, where what is
        theirs lies. Sorted.
        """
        return tuple(sorted({*self.scope(permission).company_ids, *self.own_company_ids}))

    @property
    def permissions(self) -> frozenset[str]:
        """Every permission that the actor holds somewhere."""
        return frozenset(self._scopes) - {OWN}


def _tuple(ids: Iterable[int] | None) -> tuple[int, ...] | None:
    return None if ids is None else tuple(ids)
