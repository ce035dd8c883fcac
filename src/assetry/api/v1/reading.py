"""What was sent in, with public ids resolved to objects that the actor may see."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from assetry.api.v1.representing import related_paths
from assetry.api.v1.schemas import ID_PATTERN
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import InvalidInput, NotFound, Text
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.custom_fields.definitions import PREFIX
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def get_one(actor: Actor, entity_name: str, public_id: str) -> Any:
    """The object of a path's id; raises NotFound, also for text that is no id."""
    if not re.match(ID_PATTERN, public_id):
        raise NotFound
    return entity_named(entity_name).get_for(actor, public_id)


def get_bare(actor: Actor, entity: Entity, public_id: str) -> Any:
    """The same object, its row alone: for an operation, which reads what it needs under its lock. Raises NotFound."""
    return row_of(entity.visible_to(actor), public_id)


def get_shown(actor: Actor, entity: Entity, public_id: str) -> Any:
    """The same object with what its values lie in; raises NotFound."""
    return row_of(_with_values(entity, entity.visible_to(actor)), public_id)


def reload(entity: Entity, row: Any) -> Any:
    """The row as it is now, also when what the actor just did took it out of their sight."""
    return _with_values(entity, type(row)._base_manager.all()).get(pk=row.pk)


def _with_values(entity: Entity, rows: Any) -> Any:
    joined = related_paths(entity.name)
    return rows.select_related(*joined) if joined else rows


def get_referenced(actor: Actor, entity_name: str, public_id: str, field: str) -> Any:
    """The object of an input's id; raises InvalidInput naming the input."""
    try:
        return get_one(actor, entity_name, public_id)
    except NotFound as refusal:
        raise InvalidInput({field: str(refusal)}) from None


def find_referenced(actor: Actor, entity_name: str, public_id: str | None, field: str) -> Any | None:
    """The same, None for nothing."""
    return None if public_id is None else get_referenced(actor, entity_name, public_id, field)


def get_many(actor: Actor, entity_name: str, public_ids: Sequence[str], field: str) -> list[Any]:
    """The objects of many ids, in one statement; raises InvalidInput naming those that are missing or doubled."""
    wanted = [normalize_public_id(public_id) or public_id for public_id in public_ids]
    rows = {
        row.public_id: row
        for row in entity_named(entity_name).visible_to(actor).filter(public_id__in=set(wanted))
    }
    errors: dict[str, Text] = {}
    seen: set[str] = set()
    for position, public_id in enumerate(wanted):
        if public_id not in rows:
            errors[f"{field}.{position}"] = NotFound.message
        elif public_id in seen:
            errors[f"{field}.{position}"] = _("This is named twice.")
        seen.add(public_id)
    if errors:
        raise InvalidInput(errors)
    return [rows[public_id] for public_id in wanted]


def read_values(
    actor: Actor,
    fields: Iterable[Field],
    payload: BaseModel,
    *,
    apart: Sequence[str] = (),
    custom: Mapping[str, Field] | None = None,
) -> Mapping[str, Any]:
    """What the body sets, references as objects, without the names in `apart`; raises InvalidInput.

    The values under `custom` stand beside the others, by the names of those custom fields.
    """
    sent = payload.model_dump(exclude_unset=True, exclude=set(apart))
    if custom is not None:
        sent |= {PREFIX + code: _plain(value) for code, value in sent.pop("custom", {}).items()}
        fields = [*fields, *custom.values()]
    references = {field.name: field.reference or "" for field in fields if _is_reference(field)}
    errors: dict[str, Text] = {}
    for name, value in sent.items():
        if name in references and value is not None:
            try:
                sent[name] = get_one(actor, references[name], str(value))
            except NotFound as refusal:
                errors[name] = str(refusal)
    if errors:
        raise InvalidInput(errors)
    return sent


def _plain(value: Any) -> Any:
    """A value in one of the shapes that custom fields take; a list becomes one that none of them takes."""
    if isinstance(value, dict):
        return {str(name): str(part) for name, part in value.items()}
    return {} if isinstance(value, list) else value


def _is_reference(field: Field) -> bool:
    return field.type in {FieldType.REFERENCE, FieldType.STATUS}
