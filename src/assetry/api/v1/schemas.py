"""Typed input and output, made of the fields' descriptions: what is described once has its schema here for free."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, create_model

from assetry.kernel.fields import SET_ONCE, FieldType
from assetry.kernel.fields import Field as Described
from assetry.kernel.registry import Entity

ID_PATTERN: Final = "^[0-9A-Za-z_-]{1,40}$"
DATE_PATTERN: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
AMOUNT_PATTERN: Final = r"^[0-9]{1,12}(\.[0-9]{1,4})?$"
CODE_PATTERN: Final = "^[a-z][a-z0-9_]{0,39}$"
_LONG_TEXT: Final = 5000
_TEXT: Final = 200

Id = Annotated[str, Field(pattern=ID_PATTERN, description="A public id.")]
IsoDate = Annotated[
    str, Field(pattern=DATE_PATTERN, json_schema_extra={"format": "date"}, description="A date: 2026-11-24.")
]
_Amount = Annotated[str, Field(pattern=AMOUNT_PATTERN, description="An amount as text: 1249.00.")]
_INPUT_TYPES: Final[dict[FieldType, Any]] = {
    FieldType.YES_NO: StrictBool,
    FieldType.MONEY: _Amount,
    FieldType.DATE: IsoDate,
    FieldType.REFERENCE: Id,
    FieldType.STATUS: Id,
}


class Input(BaseModel):
    """What is sent in. Fields that it does not have are refused."""

    model_config = ConfigDict(extra="forbid")


class Reference(BaseModel):
    """Something else, by its public id and its name."""

    id: str
    name: str


class Amount(BaseModel):
    """Money."""

    amount: str
    currency: str


class Holder(BaseModel):
    """Who or what has an asset. Id and name are missing where the reader may not see who it was."""

    type: Literal["person", "department", "asset", "supplier"]
    id: str | None
    name: str | None


_OUTPUT_TYPES: Final[dict[FieldType, Any]] = {
    FieldType.REFERENCE: Reference,
    FieldType.STATUS: Reference,
    FieldType.YES_NO: bool,
    FieldType.NUMBER: int | float,
    FieldType.DATE: date,
    FieldType.INSTANT: datetime,
}


# By code. What each takes is said by its definition: text, a number as text, a date, an id, {amount, currency}.
Custom = Annotated[
    dict[Annotated[str, Field(pattern=CODE_PATTERN)], Any],
    Field(max_length=200, description="Values of custom fields, by their codes; null takes one away."),
]


def input_model(
    name: str,
    fields: Iterable[Described],
    *,
    new: bool,
    also: Mapping[str, Any] | None = None,
    custom: bool = False,
) -> type[Input]:
    """The body of a POST (`new`: what is required is required) or a PATCH (only what is to change).

    With `custom`, values of custom fields come with it.
    """
    columns: dict[str, Any] = dict(also or {})
    if custom:
        columns["custom"] = (Custom, Field(default_factory=dict))
    for field in fields:
        if field.edited_by and (new or field.edited_by != SET_ONCE):
            columns[field.name] = _input_column(field, needed=new and field.required)
    return create_model(name, __base__=Input, **columns)


def _input_column(field: Described, *, needed: bool) -> tuple[Any, Any]:
    described: dict[str, Any] = {"title": str(field.label)}
    if field.help:
        described["description"] = str(field.help)
    kind = _input_type(field)
    return (kind, Field(**described)) if needed else (kind | None, Field(None, **described))


def _input_type(field: Described) -> Any:
    if field.type in _INPUT_TYPES:
        return _INPUT_TYPES[field.type]
    if field.type is FieldType.CHOICE:
        return Literal[tuple(choice.value for choice in field.choices)]
    if field.type is FieldType.NUMBER:
        return Annotated[Decimal, Field(ge=field.smallest, le=field.largest, allow_inf_nan=False)]
    longest = field.max_length or (_LONG_TEXT if field.type is FieldType.LONG_TEXT else _TEXT)
    return Annotated[StrictStr, Field(max_length=longest)]


def output_model(entity: Entity, *, also: Mapping[str, Any] | None = None) -> type[BaseModel]:
    """One object as the API shows it: its id, its described fields, its version."""
    columns: dict[str, Any] = {"id": (str, ...)}
    for field in entity.fields:
        if not field.secret:
            columns[field.name] = (_output_type(field), Field(..., title=str(field.label)))
    if entity.takes_custom_fields:
        columns["custom"] = (
            dict[str, Any],
            Field(..., description="Custom fields that have a value, by code."),
        )
    columns |= also or {}
    return create_model(class_name(entity.name), **columns)


def _output_type(field: Described) -> Any:
    if field.alternatives:
        return Holder | None
    if field.type is FieldType.CHOICE:
        return Literal[tuple(choice.value for choice in field.choices)] | None
    return _OUTPUT_TYPES.get(field.type, str) | None


def page_model(item: type[BaseModel]) -> type[BaseModel]:
    """A page of a list."""
    return create_model(
        f"{item.__name__}Page",
        items=(list[item], ...),  # type: ignore[valid-type]
        next=(str | None, Field(..., description="The cursor of the next page.")),
        previous=(str | None, Field(..., description="The cursor of the page before.")),
        total=(int | None, Field(..., description="How many there are in all; only with count=true.")),
    )


def class_name(entity_name: str) -> str:
    """`cost_center` → `CostCenter`."""
    return "".join(part.capitalize() for part in entity_name.split("_"))
