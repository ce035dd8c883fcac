"""What a kind does with statuses: which one an operation sets when nobody chooses, which moves it allows.

Both are read and changed under the version of the kind.
"""

from typing import Annotated, Any, Final

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import Bearer
from assetry.api.v1.reading import get_one, get_referenced, reload
from assetry.api.v1.representing import reference
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Id, Input, Reference
from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.operations import Transition, set_default_statuses, set_transitions
from assetry.domain.assets.queries import list_default_statuses, list_transitions
from assetry.domain.assets.states import State
from assetry.kernel.registry import entity_named

router = Router(tags=["Kinds"])
KIND: Final = entity_named("kind")
_OPERATIONS: Final = ("create", "check_out", "check_in")
_Word = Annotated[str, Field(max_length=80)]


class DefaultStatuses(BaseModel):
    """What is set when nobody chooses a status; null: the kind's first that fits."""

    create: Reference | None
    check_out: Reference | None
    check_in: Reference | None
    version: int


class NewDefaultStatuses(Input):
    """The ones to choose anew."""

    create: Id = ""
    check_out: Id = ""
    check_in: Id = ""


class Move(Input):
    """A move between two states that the kind allows."""

    source: State
    target: State
    required_fields: list[_Word] = Field([], max_length=60, description="Fields that must have a value.")
    permission: _Word = Field("assets.asset.change_status", description="What choosing such a status takes.")


class Moves(BaseModel):
    """All moves of a kind; what is not here is refused."""

    items: list[Move]
    version: int


@router.get(
    "/kinds/{public_id}/default-statuses", auth=Bearer(P.VIEW), response=DefaultStatuses,
    operation_id="get_default_statuses", summary="Read what operations set for a kind",
)  # fmt: skip
def get_defaults(request: ApiRequest, public_id: str) -> HttpResponse:
    """The chosen status of each operation."""
    return _answer_defaults(get_one(request.auth, "kind", public_id))


@router.put(
    "/kinds/{public_id}/default-statuses", auth=Bearer(P.MANAGE), response=DefaultStatuses,
    operation_id="set_default_statuses", summary="Choose what operations set for a kind",
)  # fmt: skip
def put_defaults(request: ApiRequest, public_id: str, payload: NewDefaultStatuses) -> HttpResponse:
    """The operations that are named get these statuses, or none of them does."""
    actor, version = request.auth, version_seen(request)
    kind = get_one(actor, "kind", public_id)
    sent = payload.model_dump(exclude_unset=True)
    statuses = {name: get_referenced(actor, "status", value, name) for name, value in sent.items()}
    set_default_statuses(actor=actor, kind=kind, statuses=statuses, version=version, at=request.received_at)
    return _answer_defaults(reload(KIND, kind))


@router.get(
    "/kinds/{public_id}/transitions", auth=Bearer(P.VIEW), response=Moves,
    operation_id="list_transitions", summary="List the moves between states that a kind allows",
)  # fmt: skip
def get_transitions(request: ApiRequest, public_id: str) -> HttpResponse:
    """All of them, in the order of the states."""
    return _answer_moves(get_one(request.auth, "kind", public_id))


@router.put(
    "/kinds/{public_id}/transitions", auth=Bearer(P.MANAGE), response=Moves,
    operation_id="set_transitions", summary="Say which moves between states a kind allows",
)  # fmt: skip
def put_transitions(request: ApiRequest, public_id: str, payload: list[Move]) -> HttpResponse:
    """Exactly these are allowed from now on, each with what it needs."""
    actor, version = request.auth, version_seen(request)
    kind = get_one(actor, "kind", public_id)
    wanted = [
        Transition(move.source.value, move.target.value, tuple(move.required_fields), move.permission)
        for move in payload
    ]
    set_transitions(actor=actor, kind=kind, transitions=wanted, version=version, at=request.received_at)
    return _answer_moves(reload(KIND, kind))


def _answer_defaults(kind: Any) -> HttpResponse:
    found = list_default_statuses(kind)
    data = {name: reference(found.get(name)) for name in _OPERATIONS}
    return answer(data | {"version": kind.version}, version=kind.version)


def _answer_moves(kind: Any) -> HttpResponse:
    order = list(State.values)
    rows = sorted(list_transitions(kind), key=lambda row: (order.index(row.source), order.index(row.target)))
    names = ("source", "target", "required_fields", "permission")
    items = [{name: getattr(row, name) for name in names} for row in rows]
    return answer({"items": items, "version": kind.version}, version=kind.version)
