"""Values of custom fields on their way into the JSON column of their row."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import InvalidInput, Text
from assetry.kernel.values import beyond_rules, stored_form
from assetry.platform.custom_fields.definitions import PREFIX, forget, known
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.refusals import CustomValueTaken, DefinitionChanged
from assetry.platform.database.constraints import broken_constraint

_HELD: Final = "custom_field_definitions_held"
_UNIQUE_INDEX: Final = re.compile(r"custom_field_(\d+)_[a-z_]+_unique")


def fold_custom(
    fields: Mapping[str, Field],
    cleaned: dict[str, Any],
    *,
    stored: Mapping[str, Any],
    company_id: int | None,
) -> None:
    """Put the cleaned values of custom fields together as the row's `custom`, beside what it holds already.

    Values of fields that are not given, retired ones among them, stay. Raises InvalidInput for a person of another
    company and for a retired choice that the row does not have already.
    """
    given = {name: cleaned.pop(name) for name in list(cleaned) if name in fields and fields[name].key}
    if not given:
        return
    hold_definitions(fields[name] for name in given)
    errors: dict[str, Text] = {}
    custom = dict(stored)
    for name, value in given.items():
        field = fields[name]
        new = stored_form(field, value)
        if new == stored.get(field.key):
            continue
        if reason := _refused(field, value, company_id):
            errors[name] = reason
        custom.pop(field.key, None)
        if new is not None:
            custom[field.key] = new
    if errors:
        raise InvalidInput(errors)
    cleaned["custom"] = custom


def _refused(field: Field, value: Any, company_id: int | None) -> Text | None:
    if value is None:
        return None
    if field.type is FieldType.REFERENCE and value.company_id != company_id:
        return _("Choose a person of the same company.")
    if field.type is FieldType.CHOICE and is_retired_choice(field, value):
        return _("“%(word)s” is not used any more. Choose another one.") % {"word": field.choice_label(value)}
    return beyond_rules(field, value)


def hold_definitions(fields: Iterable[Field]) -> None:
    """Keep definitions from changing until the end of the transaction, and require that the fields' types are theirs.

    A type changes only while no value is there; a value that is being written is seen by nobody yet, so its writer
    holds the definitions. Once for each transaction or savepoint. Raises DefinitionChanged.
    """
    if not connection.in_atomic_block or getattr(connection, _HELD, None) is connection.atomic_blocks[-1]:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM custom_fields_definitionstoken FOR KEY SHARE")
        row = cursor.fetchone()
    setattr(connection, _HELD, connection.atomic_blocks[-1])
    if row is not None and row[0] != known().token:
        forget()
    now = {(key, field.type) for keys in known().by_key.values() for key, field in keys.items()}
    if any((field.key, field.type) not in now for field in fields):
        raise DefinitionChanged


def is_retired_choice(field: Field, value: str) -> bool:
    """Whether a choice is kept only where it stands."""
    return any(choice.retired for choice in field.choices if choice.value == value)


def refuse_taken_value(error: IntegrityError) -> None:
    """Raise CustomValueTaken when it is the index of a unique custom field that was hit."""
    match = _UNIQUE_INDEX.search(broken_constraint(error))
    row = CustomFieldDefinition.objects.filter(pk=match[1]).first() if match else None
    if row is not None:
        raise CustomValueTaken(field=PREFIX + row.code, label=row.label) from error
