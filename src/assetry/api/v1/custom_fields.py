"""Custom fields themselves: what the organization has defined, and how that is changed."""

from typing import Annotated, Any, Final, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field, StrictBool, StrictStr

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.lists import ListParams, answer_list
from assetry.api.v1.reading import get_one
from assetry.api.v1.representing import represent
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import CODE_PATTERN, Input, page_model
from assetry.kernel.registry import entity_named
from assetry.platform.custom_fields import operations as do
from assetry.platform.custom_fields.models import CustomState, CustomType
from assetry.platform.custom_fields.queries import MANAGE
from assetry.platform.permissions.actor import Actor

router = Router(tags=["Custom fields"])
FIELD: Final = entity_named("custom_field")
_TYPES: Final[Any] = Literal[tuple(CustomType.values)]
_STATES: Final[Any] = Literal[tuple(CustomState.values)]
_Label = Annotated[StrictStr, Field(min_length=1, max_length=100)]
_Number = Annotated[int, Field(ge=0, le=30_000)]


class ChoiceOut(BaseModel):
    """One choice: the value that rows hold, its word, and whether it is only kept where it stands."""

    value: str
    label: str
    retired: bool


class ChoiceIn(Input):
    """A choice as it is to be; without a value it is a new one."""

    value: Annotated[StrictStr, Field(max_length=40)] = ""
    label: _Label
    retired: StrictBool = False


_Choices = Annotated[list[ChoiceIn], Field(max_length=do.MOST_CHOICES)]


class CustomField(BaseModel):
    """A custom field of an entity, or of one kind of assets."""

    id: str
    entity: str
    kind: str | None
    code: str = Field(description="Its name under `custom`; in filters and sorts `custom_` and the code.")
    label: str
    type: _TYPES
    help: str
    choices: list[ChoiceOut]
    max_length: int | None
    is_required: bool
    is_unique: bool
    is_filterable: bool
    is_sortable: bool
    is_column: bool
    allows_negative: bool
    position: int
    state: _STATES
    problem: str = Field(description="Why its index could not be built; empty when nothing failed.")
    version: int


class CustomFieldChanges(Input):
    """What is to change. `choices` are all of them; one that is left out and in use is retired."""

    label: _Label | None = None
    type: _TYPES | None = None
    help: Annotated[StrictStr, Field(max_length=200)] | None = None
    choices: _Choices | None = None
    max_length: Annotated[int, Field(ge=1, le=5000)] | None = None
    is_required: StrictBool | None = None
    is_unique: StrictBool | None = None
    is_filterable: StrictBool | None = None
    is_sortable: StrictBool | None = None
    is_column: StrictBool | None = None
    allows_negative: StrictBool | None = None
    position: _Number | None = None


class NewCustomField(CustomFieldChanges):
    """A field to define."""

    entity: Annotated[StrictStr, Field(max_length=40, description="asset, supplier, person …")]
    kind: Annotated[StrictStr, Field(max_length=40, description="The code of a kind; empty for all.")] = ""
    code: Annotated[StrictStr, Field(pattern=CODE_PATTERN)] | None = None
    label: _Label
    type: _TYPES


@router.get(
    "/custom-fields", auth=Bearer(MANAGE), response=page_model(CustomField),
    operation_id="list_custom_fields", summary="List custom fields",
)  # fmt: skip
def list_fields(request: ApiRequest, params: Query[ListParams]) -> HttpResponse:
    """All of them, retired ones too."""
    return answer_list(request, FIELD, params, lambda _actor, rows: [_more(row) for row in rows])


@router.get(
    "/custom-fields/{public_id}", auth=Bearer(MANAGE), response=CustomField,
    operation_id="get_custom_field", summary="Read one custom field",
)  # fmt: skip
def get_field(request: ApiRequest, public_id: str) -> HttpResponse:
    """One definition."""
    return _answer(get_one(request.auth, "custom_field", public_id))


@router.post(
    "/custom-fields", auth=Bearer(MANAGE), response={201: CustomField},
    operation_id="create_custom_field", summary="Define a custom field",
)  # fmt: skip
def create(request: ApiRequest, payload: NewCustomField) -> HttpResponse:
    """Define a field; it is sortable and unique as soon as its index is built."""
    sent = payload.model_dump(exclude_unset=True)
    place = {name: sent.pop(name, None) or "" for name in ("entity", "kind", "code")}
    choices = _choices(sent.pop("choices", None) or [])

    def effect() -> HttpResponse:
        at = request.received_at
        made = do.create_custom_field(actor=request.auth, **place, values=sent, choices=choices, at=at)
        return _answer(made, status=201)

    return once(request, effect)


@router.patch(
    "/custom-fields/{public_id}", auth=Bearer(MANAGE), response=CustomField,
    operation_id="edit_custom_field", summary="Change a custom field",
)  # fmt: skip
def edit(request: ApiRequest, public_id: str, payload: CustomFieldChanges) -> HttpResponse:
    """Change words, rules or choices; values that are there stay."""
    actor, version = request.auth, version_seen(request)
    row = get_one(actor, "custom_field", public_id)
    sent = payload.model_dump(exclude_unset=True)
    choices = sent.pop("choices", None)
    wanted = None if choices is None else _choices(choices)
    do.change_custom_field(
        actor=actor, field=row, changes=sent, choices=wanted, version=version, at=request.received_at
    )
    return _answer(get_one(actor, "custom_field", public_id))


@router.post(
    "/custom-fields/{public_id}/retire", auth=Bearer(MANAGE), response=CustomField,
    operation_id="retire_custom_field", summary="Take a custom field out of use",
)  # fmt: skip
def retire(request: ApiRequest, public_id: str) -> HttpResponse:
    """Its values stay, and come back when it is restored."""
    return once(request, lambda: _put(do.retire_custom_field, request.auth, public_id, request))


@router.post(
    "/custom-fields/{public_id}/restore", auth=Bearer(MANAGE), response=CustomField,
    operation_id="restore_custom_field", summary="Take a custom field into use again",
)  # fmt: skip
def restore(request: ApiRequest, public_id: str) -> HttpResponse:
    """Bring a retired field back, with its values."""
    return once(request, lambda: _put(do.restore_custom_field, request.auth, public_id, request))


def _put(act: Any, actor: Actor, public_id: str, request: ApiRequest) -> HttpResponse:
    row = get_one(actor, "custom_field", public_id)
    return _answer(act(actor=actor, field=row, version=None, at=request.received_at))


def _choices(sent: list[dict[str, Any]]) -> list[do.ChoiceInput]:
    return [do.ChoiceInput(**choice) for choice in sent]


def _more(row: Any) -> dict[str, Any]:
    choices = [{**choice, "retired": bool(choice.get("retired"))} for choice in row.choices]
    return {"choices": choices, "problem": row.problem}


def _answer(row: Any, *, status: int = 200) -> HttpResponse:
    data = represent(FIELD, row) | {"version": row.version} | _more(row)
    location = f"/api/v1/custom-fields/{row.public_id}" if status == 201 else None
    return answer(data, status=status, version=row.version, location=location)
