"""Statuses: the organization's words for the ten states, each with the kinds that it belongs to."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.lists import ListParams, answer_list
from assetry.api.v1.reading import get_one, get_referenced, read_values, reload
from assetry.api.v1.representing import reference, represent
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Id, Reference, input_model, output_model, page_model
from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.operations import create_status, edit_status
from assetry.domain.assets.queries import list_kinds_of
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor

router = Router(tags=["Statuses"])
STATUS: Final = entity_named("status")
_Kinds = Annotated[
    list[Id], Field(max_length=100, description="The kinds that it belongs to, by id or code.")
]
Status = output_model(STATUS, also={"version": (int, ...), "kinds": (list[Reference], ...)})
NewStatus = input_model("NewStatus", STATUS.fields, new=True, also={"kinds": (_Kinds, Field(default=[]))})
StatusChanges = input_model(
    "StatusChanges", STATUS.fields, new=False, also={"kinds": (_Kinds, Field(default=[]))}
)


@router.get("/statuses", auth=Bearer(P.VIEW), response=page_model(Status), operation_id="list_statuses")
def list_all(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
    """All statuses, archived ones too."""
    return answer_list(request, STATUS, params, _kinds)


@router.get("/statuses/{public_id}", auth=Bearer(P.VIEW), response=Status, operation_id="get_status")
def get(request: ApiRequest, public_id: str) -> HttpResponse:
    """One status."""
    return _answer(request.auth, get_one(request.auth, "status", public_id))


@router.post("/statuses", auth=Bearer(P.MANAGE), response={201: Status}, operation_id="create_status")
def create(request: ApiRequest, payload: NewStatus) -> HttpResponse:  # type: ignore[valid-type]
    """Make a word of your own for a state, for some kinds."""
    actor = request.auth

    def effect() -> HttpResponse:
        values = read_values(actor, STATUS.fields, payload, apart=("kinds",))
        kinds = _read_kinds(actor, payload)
        made = create_status(actor=actor, values=values, kinds=kinds, at=request.received_at)
        return _answer(actor, reload(STATUS, made), status=201)

    return once(request, effect)


@router.patch("/statuses/{public_id}", auth=Bearer(P.MANAGE), response=Status, operation_id="edit_status")
def edit(request: ApiRequest, public_id: str, payload: StatusChanges) -> HttpResponse:  # type: ignore[valid-type]
    """Change a status; it keeps its state. `kinds`, where sent, are all that it belongs to."""
    actor, version = request.auth, version_seen(request)
    row = get_one(actor, "status", public_id)
    changes = read_values(actor, STATUS.fields, payload, apart=("kinds",))
    kinds = _read_kinds(actor, payload) if _names_kinds(payload) else None
    edit_status(
        actor=actor, status=row, changes=changes, kinds=kinds, version=version, at=request.received_at
    )
    return _answer(actor, reload(STATUS, row))


def _names_kinds(payload: Any) -> bool:
    return "kinds" in payload.model_fields_set


def _read_kinds(actor: Actor, payload: Any) -> list[AssetKind]:
    return [get_referenced(actor, "kind", kind, "kinds") for kind in payload.kinds]


def _kinds(_actor: Actor, rows: Sequence[Any]) -> list[dict[str, Any]]:
    found = list_kinds_of(rows)
    return [{"kinds": [reference(kind) for kind in found[row.pk]]} for row in rows]


def _answer(actor: Actor, row: Any, *, status: int = 200) -> HttpResponse:
    data = represent(STATUS, row) | {"version": row.version} | _kinds(actor, [row])[0]
    location = f"/api/v1/statuses/{row.public_id}" if status == 201 else None
    return answer(data, status=status, version=row.version, location=location)
