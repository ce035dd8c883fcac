"""The five routes that most entities have: list, read, make, change, delete. What differs is said by a `Resource`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.lists import ListParams, answer_list
from assetry.api.v1.reading import get_one, get_referenced, read_values, reload
from assetry.api.v1.representing import represent
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Id, class_name, input_model, output_model, page_model
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.bulk.runs import remove_one
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Resource:
    """An entity at an address. `view` and `manage` are the permissions of its routes.

    `create(actor=, values=, at=)` and `edit(actor=, row=, changes=, version=, at=)` call its operations;
    `in_company`: a new one names its company, which `create` gets as `company=`.
    """

    path: str
    entity: str
    view: str = SIGNED_IN
    manage: str = ""
    create: Callable[..., Any] | None = None
    edit: Callable[..., Any] | None = None
    in_company: bool = False


def add_routes(router: Router, resource: Resource) -> None:
    """Give the router the routes that the resource has."""
    entity = entity_named(resource.entity)
    item = output_model(entity, also={"version": (int, ...)})
    _add_reading(router, resource, entity, item)
    if resource.create is not None:
        _add_making(router, resource, resource.create, entity, item)
    if resource.edit is not None:
        _add_changing(router, resource, resource.edit, entity, item)
    add_deleting(router, resource.path, entity)


def answer_one(actor: Actor, entity: Entity, row: Any, *, path: str, status: int = 200) -> HttpResponse:
    """One object with its ETag; a new one with its address."""
    location = f"/api/v1/{path}/{row.public_id}" if status == 201 else None
    data = represent(entity, row, actor=actor) | {"version": row.version}
    return answer(data, status=status, version=row.version, location=location)


def _add_reading(router: Router, resource: Resource, entity: Entity, item: Any) -> None:
    guard, tags = Bearer(resource.view), [str(entity.label_plural)]

    @router.get(
        f"/{resource.path}",
        response=page_model(item),
        operation_id=f"list_{resource.path.replace('-', '_')}",
        summary=f"List {str(entity.label_plural).lower()}",
        tags=tags,
        auth=guard,
    )
    def list_all(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
        return answer_list(request, entity, params)

    @router.get(
        f"/{resource.path}/{{public_id}}",
        response=item,
        operation_id=f"get_{entity.name}",
        summary=f"Read one {str(entity.label).lower()}",
        tags=tags,
        auth=guard,
    )
    def get(request: ApiRequest, public_id: str) -> HttpResponse:
        row = get_one(request.auth, entity.name, public_id)
        return answer_one(request.auth, entity, row, path=resource.path)


def _add_making(
    router: Router, resource: Resource, create: Callable[..., Any], entity: Entity, item: Any
) -> None:
    apart = ("company",) if resource.in_company else ()
    also: dict[str, Any] = {"company": (Id, ...)} if resource.in_company else {}
    body = input_model(
        f"New{class_name(entity.name)}", entity.fields, new=True, also=also, custom=entity.takes_custom_fields
    )

    @router.post(
        f"/{resource.path}",
        response={201: item},
        operation_id=f"create_{entity.name}",
        summary=f"Make a {str(entity.label).lower()}",
        tags=[str(entity.label_plural)],
        auth=Bearer(resource.manage),
    )
    def make(request: ApiRequest, payload: body) -> HttpResponse:  # type: ignore[valid-type]
        actor = request.auth

        def effect() -> HttpResponse:
            values = read_values(actor, entity.fields, payload, apart=apart, custom=entity.custom_fields)
            owner = {name: get_referenced(actor, name, getattr(payload, name), name) for name in apart}
            row = create(actor=actor, **owner, values=values, at=request.received_at)
            return answer_one(request.auth, entity, reload(entity, row), path=resource.path, status=201)

        return once(request, effect)


def _add_changing(
    router: Router, resource: Resource, edit: Callable[..., Any], entity: Entity, item: Any
) -> None:
    body = input_model(
        f"{class_name(entity.name)}Changes", entity.fields, new=False, custom=entity.takes_custom_fields
    )

    @router.patch(
        f"/{resource.path}/{{public_id}}",
        response=item,
        operation_id=f"edit_{entity.name}",
        summary=f"Change a {str(entity.label).lower()}",
        tags=[str(entity.label_plural)],
        auth=Bearer(resource.manage),
    )
    def change(request: ApiRequest, public_id: str, payload: body) -> HttpResponse:  # type: ignore[valid-type]
        actor = request.auth
        version = version_seen(request)
        row = get_one(actor, entity.name, public_id)
        changes = read_values(actor, entity.fields, payload, custom=entity.custom_fields)
        edit(actor=actor, row=row, changes=changes, version=version, at=request.received_at)
        return answer_one(request.auth, entity, reload(entity, row), path=resource.path)


def add_deleting(router: Router, path: str, entity: Entity) -> None:
    """Give the router the route that deletes one, where the entity says which can go."""
    if entity.removal is None:
        return

    @router.delete(
        f"/{path}/{{public_id}}",
        response={204: None},
        operation_id=f"delete_{entity.name}",
        summary=f"Delete a {str(entity.label).lower()} made by mistake",
        tags=[str(entity.label_plural)],
        auth=Bearer(entity.removal_permission),
    )
    def delete(request: ApiRequest, public_id: str) -> HttpResponse:
        """Gone for good once nobody took it back for 30 days (Jobs). Refused when something refers to it."""
        version = version_seen(request)
        row = get_one(request.auth, entity.name, public_id)
        remove_one(actor=request.auth, entity=entity, row=row, version=version, at=request.received_at)
        return HttpResponse(status=204)
