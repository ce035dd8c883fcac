"""Every change of the definitions of custom fields. Values that are there are never touched."""

import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from assetry.kernel.refusals import InvalidInput, Text
from assetry.kernel.registry import entity_named
from assetry.kernel.text import clean_text, name_sort
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.audit.operation import operation
from assetry.platform.custom_fields import refusals
from assetry.platform.custom_fields.definitions import forget
from assetry.platform.custom_fields.fields import DEFINITION_FIELDS
from assetry.platform.custom_fields.models import (
    CustomFieldDefinition,
    CustomState,
    CustomType,
    DefinitionsToken,
)
from assetry.platform.custom_fields.queries import (
    MANAGE,
    entities_with_custom_fields,
    has_values,
    is_company_owned,
    rows_of,
)
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

SETTLE_TASK: Final = "assetry.jobs.custom_fields.settle_custom_field"
MOST_INDEXED: Final = 20
MOST_CHOICES: Final = 200
MOST_INDEXED_LENGTH: Final = 500  # four bytes each stay below the largest row of an index
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_FIELDS: Final = {field.name: field for field in DEFINITION_FIELDS}
_SORTABLE: Final = {CustomType.TEXT, CustomType.NUMBER, CustomType.DATE, CustomType.MONEY}
_UNIQUE: Final = {CustomType.TEXT, CustomType.LINK, CustomType.NUMBER, CustomType.DATE}
_LENGTHS: Final = {CustomType.TEXT, CustomType.LONG_TEXT, CustomType.LINK}


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """A choice as it is to be: `value` "" is a new one."""

    label: str
    value: str = ""
    retired: bool = False


@operation(MANAGE, intent="custom_fields.create")
def create_custom_field(
    *,
    actor: Actor,
    entity: str,
    kind: str = "",
    code: str = "",
    values: Mapping[str, Any],
    choices: Sequence[ChoiceInput] = (),
    at: datetime,
) -> CustomFieldDefinition:
    """Define a field of an entity, or of one kind of assets. Without a code it takes one of its label.

    Raises InvalidInput, CodeTaken, LabelTaken, TooManyIndexed.
    """
    _lock_definitions()
    given = {name: value for name, value in values.items() if value not in (None, "")}
    cleaned = clean_changes(_FIELDS, given)
    require_values(DEFINITION_FIELDS, cleaned)
    _require_place(entity, kind)
    code = code.strip() or code_of(cleaned["label"])
    if len(code) > 40 or not _CODE.fullmatch(code):
        raise InvalidInput({"code": _("Give small letters, digits and single underscores, a letter first.")})
    if CustomFieldDefinition.objects.filter(entity=entity, code=code).exists():
        raise refusals.CodeTaken(field="code", code=code)
    row = CustomFieldDefinition(entity=entity, kind=kind, code=code, **cleaned)
    row.choices = _merged(row, choices)
    _check(row)
    row.state = CustomState.BUILDING if row.needs_index else CustomState.ACTIVE
    row.save(force_insert=True)
    _changed(row, settle=row.needs_index)
    return row


@operation(MANAGE, intent="custom_fields.edit")
def edit_custom_field(
    *,
    actor: Actor,
    field: CustomFieldDefinition,
    changes: Mapping[str, Any],
    version: int | None,
    at: datetime,
) -> CustomFieldDefinition:
    """Change words and rules of a field; they hold from now on.

    Raises AlreadyRetired, TypeIsFixed, InvalidInput, LabelTaken, TooManyIndexed, StalePage.
    """
    locked = _locked(field, version)
    cleaned = clean_changes(_FIELDS, changes)
    if cleaned.get("type", locked.type) != locked.type and has_values(locked):
        raise refusals.TypeIsFixed(field="type", label=locked.label)
    wanted = CustomFieldDefinition(**{**_columns(locked), **cleaned})
    if wanted.type != CustomType.CHOICE:
        cleaned["choices"] = wanted.choices = []
    _check(wanted)
    indexed = ("type", "is_unique", "is_filterable", "is_sortable")
    settle = any(getattr(wanted, name) != getattr(locked, name) for name in indexed)
    if settle:
        cleaned["state"] = CustomState.BUILDING if wanted.needs_index else CustomState.ACTIVE
        cleaned["problem"] = ""
    save_changes(locked, cleaned)
    _changed(locked, settle=settle)
    return locked


@operation(MANAGE, intent="custom_fields.set_choices")
def set_custom_choices(
    *,
    actor: Actor,
    field: CustomFieldDefinition,
    choices: Sequence[ChoiceInput],
    version: int | None,
    at: datetime,
) -> CustomFieldDefinition:
    """Make these the choices of a field, in this order. One that is left out and in use is retired instead.

    Raises AlreadyRetired, InvalidInput, StalePage.
    """
    locked = _locked(field, version)
    if locked.type != CustomType.CHOICE:
        raise InvalidInput({"choices": _("This field has no choices.")})
    merged = _merged(locked, choices)
    wanted = CustomFieldDefinition(**{**_columns(locked), "choices": merged})
    _check(wanted)
    save_changes(locked, {"choices": merged})
    _changed(locked)
    return locked


@operation(MANAGE, intent="custom_fields.change")
def change_custom_field(
    *,
    actor: Actor,
    field: CustomFieldDefinition,
    changes: Mapping[str, Any],
    choices: Sequence[ChoiceInput] | None,
    version: int | None,
    at: datetime,
) -> CustomFieldDefinition:
    """Change a field and, where they are given, its choices: all or nothing. Raises what both refuse."""
    if choices is None:
        return edit_custom_field(actor=actor, field=field, changes=changes, version=version, at=at)
    if changes.get("type", field.type) == field.type:
        field = set_custom_choices(actor=actor, field=field, choices=choices, version=version, at=at)
        return edit_custom_field(actor=actor, field=field, changes=changes, version=None, at=at)
    raise InvalidInput({"choices": _("Change the type first, then the choices.")})


@operation(MANAGE, intent="custom_fields.retire")
def retire_custom_field(
    *, actor: Actor, field: CustomFieldDefinition, version: int | None, at: datetime
) -> CustomFieldDefinition:
    """Take a field out of use; its values stay, and come back with it. Raises AlreadyRetired, StalePage."""
    locked = _locked(field, version)
    save_changes(locked, {"state": CustomState.RETIRED, "problem": ""})
    _changed(locked, settle=True)
    return locked


@operation(MANAGE, intent="custom_fields.restore")
def restore_custom_field(
    *, actor: Actor, field: CustomFieldDefinition, version: int | None, at: datetime
) -> CustomFieldDefinition:
    """Take a retired field into use again, with its values. Raises NotRetired, LabelTaken, TooManyIndexed."""
    _lock_definitions()
    locked = lock_row(CustomFieldDefinition.objects.all(), field.pk, version)
    if locked.state != CustomState.RETIRED:
        raise refusals.NotRetired(label=locked.label)
    _check(locked)
    state = CustomState.BUILDING if locked.needs_index else CustomState.ACTIVE
    save_changes(locked, {"state": state})
    _changed(locked, settle=locked.needs_index)
    return locked


@operation(MANAGE, intent="custom_fields.rebuild")
def rebuild_custom_field(
    *, actor: Actor, field: CustomFieldDefinition, version: int | None, at: datetime
) -> CustomFieldDefinition:
    """Try again to build the index of a field for which that failed. Raises NotIndexed, AlreadyRetired."""
    locked = _locked(field, version)
    if locked.state != CustomState.FAILED:
        raise refusals.NotIndexed(label=locked.label)
    save_changes(locked, {"state": CustomState.BUILDING, "problem": ""})
    _changed(locked, settle=True)
    return locked


def code_of(label: str) -> str:
    """A code made of a label: its letters and digits, joined by underscores."""
    apart = unicodedata.normalize("NFKD", label.casefold())
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    words = re.findall(r"[a-z0-9]+", plain)
    code = "_".join(words)[:40].strip("_")
    return code if code[:1].isalpha() else f"field_{code}"[:40].strip("_")


def _lock_definitions() -> None:
    """One change after the other: what is counted and compared stays true until the end of the transaction."""
    DefinitionsToken.objects.get_or_create(pk=1)
    DefinitionsToken.objects.select_for_update().get(pk=1)


def renew_token() -> None:
    """Say that definitions were changed; for who writes them without an operation, as the demo does."""
    DefinitionsToken.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
    forget()


def _changed(row: CustomFieldDefinition, *, settle: bool = False) -> None:
    """Let every process ask anew, and the worker see to the index."""
    renew_token()
    if settle:
        app.configure_task(SETTLE_TASK, lock=f"custom_field:{row.pk}").defer(definition_id=row.pk)


def _locked(field: CustomFieldDefinition, version: int | None) -> CustomFieldDefinition:
    _lock_definitions()
    locked = lock_row(CustomFieldDefinition.objects.all(), field.pk, version)
    if locked.state == CustomState.RETIRED:
        raise refusals.AlreadyRetired(label=locked.label)
    return locked


def _columns(row: CustomFieldDefinition) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def _require_place(entity: str, kind: str) -> None:
    known = entities_with_custom_fields()
    if entity not in known:
        raise InvalidInput({"entity": _("Choose what the field is of.")})
    if not kind:
        return
    has_kinds = "kind" in known[entity].fields_by_name and entity == "asset"
    if not has_kinds or not rows_of(entity_named("kind")).filter(code=kind).exists():
        raise InvalidInput({"kind": _("Choose a kind that exists.")})


def _check(row: CustomFieldDefinition) -> None:
    """Raise what a definition as a whole is refused for."""
    errors: dict[str, Text] = {}
    if row.is_unique and row.type not in _UNIQUE:
        errors["is_unique"] = _("Only texts, links, numbers and dates can be unique.")
    if row.is_sortable and row.type not in _SORTABLE:
        errors["is_sortable"] = _("Only texts, numbers, dates and money can be sorted.")
    if row.is_filterable and row.type == CustomType.LONG_TEXT:
        errors["is_filterable"] = _("Long text cannot be filtered.")
    if row.is_required and row.type == CustomType.YES_NO:
        errors["is_required"] = _("A box that is not checked says no; that cannot be required.")
    errors |= _bound_errors(row)
    if row.type == CustomType.CHOICE and not row.choices:
        errors["choices"] = _("Give at least one choice.")
    if row.type == CustomType.PERSON and not is_company_owned(entity_named(row.entity)):
        errors["type"] = _("What belongs to no company, or is one, cannot name a person.")
    if errors:
        raise InvalidInput(errors)
    _check_label(row)
    _check_limit(row)


def _bound_errors(row: CustomFieldDefinition) -> dict[str, Text]:
    """What is wrong with how long a text and how small a number may be."""
    errors: dict[str, Text] = {}
    if row.allows_negative and row.type != CustomType.NUMBER:
        errors["allows_negative"] = _("Only numbers can be below zero.")
    if row.max_length is not None and (row.type not in _LENGTHS or not row.max_length):
        errors["max_length"] = _("Only texts and links have a longest length, of at least 1.")
    elif row.needs_index and (row.max_length or 0) > MOST_INDEXED_LENGTH:
        errors["max_length"] = _("What is filtered, sorted or unique has at most %(most)d characters.") % {
            "most": MOST_INDEXED_LENGTH
        }
    return errors


def _others(row: CustomFieldDefinition) -> list[CustomFieldDefinition]:
    rows = CustomFieldDefinition.objects.filter(entity=row.entity).exclude(pk=row.pk)
    return list(rows.exclude(state=CustomState.RETIRED))


def _check_label(row: CustomFieldDefinition) -> None:
    """Labels head the columns of files: two alike could not be told apart."""
    taken = {name_sort(str(described.label)) for described in entity_named(row.entity).fields}
    taken |= {
        name_sort(other.label)
        for other in _others(row)
        if not row.kind or not other.kind or row.kind == other.kind
    }
    if name_sort(row.label) in taken:
        raise refusals.LabelTaken(field="label", label=row.label)


def _check_limit(row: CustomFieldDefinition) -> None:
    if not row.needs_index:
        return
    kinds = Counter(other.kind for other in _others(row) if other.needs_index)
    kinds[row.kind] += 1
    if kinds[""] + max((n for kind, n in kinds.items() if kind), default=0) > MOST_INDEXED:
        raise refusals.TooManyIndexed(most=MOST_INDEXED)


def _merged(row: CustomFieldDefinition, wanted: Sequence[ChoiceInput]) -> list[dict[str, Any]]:
    """The choices as they are to be; what is left out stays, retired, where a row has it."""
    present = {choice["value"]: choice for choice in row.choices}
    if row.type != CustomType.CHOICE:
        if wanted:
            raise InvalidInput({"choices": _("Only a choice has choices.")})
        return []
    merged: list[dict[str, Any]] = []
    for choice in wanted:
        label = " ".join(clean_text(choice.label).split())
        if not label or len(label) > 100:
            raise InvalidInput({"choices": _("Give each choice a label of at most 100 characters.")})
        if choice.value and choice.value not in present:
            raise InvalidInput(
                {"choices": _("“%(value)s” is no choice of this field.") % {"value": choice.value}}
            )
        taken = {*present, *(one["value"] for one in merged)}
        value = choice.value or _free_value(label, taken)
        merged.append({"value": value, "label": label, "retired": choice.retired})
    words = [name_sort(choice["label"]) for choice in merged]
    if len(set(words)) < len(words) or len({choice["value"] for choice in merged}) < len(merged):
        raise InvalidInput({"choices": _("Two choices have the same label.")})
    kept = {choice["value"] for choice in merged}
    merged += [
        {**one, "retired": True}
        for value, one in present.items()
        if value not in kept and _is_used(row, value)
    ]
    if len(merged) > MOST_CHOICES:
        raise InvalidInput({"choices": _("Give at most %(most)d choices.") % {"most": MOST_CHOICES}})
    return merged


def _free_value(label: str, taken: set[str]) -> str:
    base, number = code_of(label)[:36], 1
    value = base
    while value in taken:
        number += 1
        value = f"{base}_{number}"
    return value


def _is_used(row: CustomFieldDefinition, value: str) -> bool:
    return rows_of(entity_named(row.entity)).filter(custom__contains={row.code: value}).exists()
