"""Accounts, roles, groups, grants: for whoever manages access."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.lists import ListParams, answer_list
from assetry.api.v1.reading import find_referenced, get_many, get_one, get_referenced
from assetry.api.v1.representing import reference, represent, version_of
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Id, Input, Reference, output_model, page_model
from assetry.domain.access import operations as do
from assetry.domain.access.events import AccessPermission as P
from assetry.domain.access.queries import get_person_of, list_members
from assetry.kernel.refusals import InvalidInput, StalePage
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.permissions.actor import Actor

router = Router(tags=["Access"])
_GUARD: Final = Bearer(P.MANAGE)
USER, ROLE, GROUP, GRANT = (entity_named(name) for name in ("user", "role", "group", "grant"))
_VERSION: Final[dict[str, Any]] = {"version": (int, ...)}
User = output_model(USER, also={**_VERSION, "person": (Reference | None, ...)})
Role = output_model(
    ROLE,
    also={
        **_VERSION,
        "code": (str | None, ...),
        "permissions": (list[str], ...),
        "requires_second_factor": (bool, ...),
    },
)
Group = output_model(GROUP, also={**_VERSION, "members": (list[Reference], ...)})
Grant = output_model(GRANT, also=_VERSION)
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class NewUser(Input):
    """An account; without a password it signs in elsewhere."""

    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=150)
    password: str | None = Field(None, max_length=200, json_schema_extra={"format": "password"})
    person: Id | None = None


class UserChanges(Input):
    """What is to change about an account."""

    name: str = Field("", min_length=1, max_length=150)
    person: Id | None = None
    is_active: bool = True


class NewRole(Input):
    """A role of the organization's own."""

    name: _Name
    permissions: list[Annotated[str, Field(max_length=80)]] = Field(max_length=200)


class RoleChanges(Input):
    """What is to change about a role."""

    name: _Name = ""
    permissions: list[Annotated[str, Field(max_length=80)]] = Field([], max_length=200)
    requires_second_factor: bool = Field(
        False,
        description="Who holds it may nothing without a second factor. To be changed alone, of every role.",
    )


class NewGroup(Input):
    """A group of users."""

    name: _Name


class Members(Input):
    """All members of a group."""

    users: list[Id] = Field(max_length=10_000)


class NewGrant(Input):
    """A role for a user or a group, in a company and what is below it (none: everywhere), limited further if asked."""

    role: Id
    user: Id | None = None
    group: Id | None = None
    company: Id | None = None
    location: Id | None = None
    category: Id | None = None
    kind: Id | None = None


# Users -------------------------------------------------------------------------------------------------------


def _people(actor: Actor, users: Sequence[Any]) -> list[dict[str, Any]]:
    """The persons behind accounts, those that the actor may see."""
    ids = [user.person_id for user in users if user.person_id is not None]
    found = entity_named("person").visible_to(actor).filter(pk__in=ids) if ids else ()
    people = {person.pk: reference(person) for person in found}
    return [{"person": people.get(user.person_id)} for user in users]


def _answer_user(actor: Actor, user: Any, status: int = 200) -> HttpResponse:
    return _answer_one(USER, user, "users", status=status, extra=_people(actor, [user])[0])


@router.get("/users", auth=_GUARD, response=page_model(User), operation_id="list_users")
def list_users(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
    """All accounts."""
    return answer_list(request, USER, params, _people)


@router.get("/users/{public_id}", auth=_GUARD, response=User, operation_id="get_user")
def get_user(request: ApiRequest, public_id: str) -> HttpResponse:
    """One account."""
    return _answer_user(request.auth, get_one(request.auth, "user", public_id))


@router.post("/users", auth=_GUARD, response={201: User}, operation_id="create_user")
def create_user(request: ApiRequest, payload: NewUser) -> HttpResponse:
    """Make an account."""

    def effect() -> HttpResponse:
        actor = request.auth
        person = find_referenced(actor, "person", payload.person, "person")
        sent = payload.model_dump(exclude={"person"})
        user = do.create_user(actor=actor, **sent, person=person, at=request.received_at)
        return _answer_user(actor, user, 201)

    return once(request, effect)


@router.patch("/users/{public_id}", auth=_GUARD, response=User, operation_id="edit_user")
def edit_user(request: ApiRequest, public_id: str, payload: UserChanges) -> HttpResponse:
    """Change an account; a deactivated one is out at once, with all its tokens."""
    actor, version = request.auth, version_seen(request)
    user = get_one(actor, "user", public_id)
    sent = payload.model_dump(exclude_unset=True)
    changed = do.edit_user(
        actor=actor,
        user=user,
        name=sent.get("name", user.name),
        person=find_referenced(actor, "person", sent.get("person"), "person")
        if "person" in sent
        else get_person_of(user),
        is_active=sent.get("is_active", user.is_active),
        version=user.version if version is None else version,
        at=request.received_at,
    )
    return _answer_user(actor, changed)


# Roles and groups --------------------------------------------------------------------------------------------


def _permissions(_actor: Actor, roles: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": role.code or None,
            "permissions": role.permissions,
            "requires_second_factor": role.requires_second_factor,
        }
        for role in roles
    ]


@router.get("/roles", auth=_GUARD, response=page_model(Role), operation_id="list_roles")
def list_roles(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
    """All roles."""
    return answer_list(request, ROLE, params, _permissions)


@router.get("/roles/{public_id}", auth=_GUARD, response=Role, operation_id="get_role")
def get_role(request: ApiRequest, public_id: str) -> HttpResponse:
    """One role."""
    return _answer_role(request.auth, get_one(request.auth, "role", public_id))


@router.post("/roles", auth=_GUARD, response={201: Role}, operation_id="create_role")
def create_role(request: ApiRequest, payload: NewRole) -> HttpResponse:
    """Make a role."""

    def effect() -> HttpResponse:
        role = do.create_role(
            actor=request.auth,
            name=payload.name,
            permission_codes=payload.permissions,
            at=request.received_at,
        )
        return _answer_role(request.auth, role, 201)

    return once(request, effect)


@router.patch("/roles/{public_id}", auth=_GUARD, response=Role, operation_id="edit_role")
def edit_role(request: ApiRequest, public_id: str, payload: RoleChanges) -> HttpResponse:
    """Change a role; whoever holds it follows."""
    actor, version = request.auth, version_seen(request)
    role = get_one(actor, "role", public_id)
    sent = payload.model_dump(exclude_unset=True)
    seen = role.version if version is None else version
    if sent.keys() == {"requires_second_factor"}:
        changed = do.ask_for_factor(
            actor=actor,
            role=role,
            is_asked=sent["requires_second_factor"],
            version=seen,
            at=request.received_at,
        )
        return _answer_role(actor, changed)
    if "requires_second_factor" in sent:
        raise InvalidInput({"requires_second_factor": _("Change this alone.")})
    changed = do.edit_role(
        actor=actor,
        role=role,
        name=sent.get("name", role.name),
        permission_codes=sent.get("permissions", role.permissions),
        version=seen,
        at=request.received_at,
    )
    return _answer_role(actor, changed)


def _answer_role(actor: Actor, role: Any, status: int = 200) -> HttpResponse:
    return _answer_one(ROLE, role, "roles", status=status, extra=_permissions(actor, [role])[0])


def _members(actor: Actor, groups: Sequence[Any]) -> list[dict[str, Any]]:
    by_group = list_members(actor, groups)
    return [{"members": [reference(user) for user in by_group[group.pk]]} for group in groups]


@router.get("/groups", auth=_GUARD, response=page_model(Group), operation_id="list_groups")
def list_groups(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
    """All groups."""
    return answer_list(request, GROUP, params, _members)


@router.get("/groups/{public_id}", auth=_GUARD, response=Group, operation_id="get_group")
def get_group(request: ApiRequest, public_id: str) -> HttpResponse:
    """One group."""
    return _answer_group(request.auth, get_one(request.auth, "group", public_id))


@router.post("/groups", auth=_GUARD, response={201: Group}, operation_id="create_group")
def create_group(request: ApiRequest, payload: NewGroup) -> HttpResponse:
    """Make a group."""

    def effect() -> HttpResponse:
        group = do.create_group(actor=request.auth, name=payload.name, at=request.received_at)
        return _answer_group(request.auth, group, 201)

    return once(request, effect)


@router.patch("/groups/{public_id}", auth=_GUARD, response=Group, operation_id="rename_group")
def rename_group(request: ApiRequest, public_id: str, payload: NewGroup) -> HttpResponse:
    """Call a group otherwise."""
    actor, version = request.auth, version_seen(request)
    group = get_one(actor, "group", public_id)
    changed = do.rename_group(
        actor=actor, group=group, name=payload.name, version=version, at=request.received_at
    )
    return _answer_group(actor, changed)


@router.put("/groups/{public_id}/members", auth=_GUARD, response=Group, operation_id="set_group_members")
def set_members(request: ApiRequest, public_id: str, payload: Members) -> HttpResponse:
    """Make exactly these users the members."""
    actor, version = request.auth, version_seen(request)
    group = get_one(actor, "group", public_id)
    users = get_many(actor, "user", payload.users, "users")
    changed = do.set_group_members(
        actor=actor, group=group, users=users, version=version, at=request.received_at
    )
    return _answer_group(actor, changed)


def _answer_group(actor: Actor, group: Any, status: int = 200) -> HttpResponse:
    return _answer_one(GROUP, group, "groups", status=status, extra=_members(actor, [group])[0])


# Grants ------------------------------------------------------------------------------------------------------


@router.get("/grants", auth=_GUARD, response=page_model(Grant), operation_id="list_grants")
def list_grants(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
    """All grants."""
    return answer_list(request, GRANT, params)


@router.get("/grants/{public_id}", auth=_GUARD, response=Grant, operation_id="get_grant")
def get_grant(request: ApiRequest, public_id: str) -> HttpResponse:
    """One grant."""
    return _answer_one(GRANT, get_one(request.auth, "grant", public_id), "grants")


@router.post("/grants", auth=_GUARD, response={201: Grant}, operation_id="create_grant")
def create_grant(request: ApiRequest, payload: NewGrant) -> HttpResponse:
    """Give a role."""

    def effect() -> HttpResponse:
        actor = request.auth
        role = get_referenced(actor, "role", payload.role, "role")
        limits = {
            name: find_referenced(actor, name, getattr(payload, name), name)
            for name in ("user", "group", "company", "location", "category", "kind")
        }
        grant = do.grant_role(actor=actor, role=role, **limits, at=request.received_at)
        return _answer_one(GRANT, grant, "grants", status=201)

    return once(request, effect)


@router.delete("/grants/{public_id}", auth=_GUARD, response={204: None}, operation_id="revoke_grant")
def delete_grant(request: ApiRequest, public_id: str) -> HttpResponse:
    """Take a grant back."""
    actor, version = request.auth, version_seen(request)
    grant = get_one(actor, "grant", public_id)
    if version not in {None, version_of(grant)}:
        raise StalePage
    do.revoke_grant(actor=actor, grant=grant, at=request.received_at)
    return no_content()


def _answer_one(
    entity: Entity,
    row: Any,
    path: str,
    *,
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    version = version_of(row)
    location = f"/api/v1/{path}/{row.public_id}" if status == 201 else None
    data = represent(entity, row) | {"version": version} | (extra or {})
    return answer(data, status=status, version=version, location=location)
