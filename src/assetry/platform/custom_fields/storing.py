"""Values of custom fields on their way into the JSON column of their row."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import InvalidInput, Text
from assetry.kernel.values import stored_form
from assetry.platform.custom_fields.definitions import PREFIX
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.custom_fields.refusals import CustomValueTaken

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
    return None


def is_retired_choice(field: Field, value: str) -> bool:
    """Whether a choice is kept only where it stands."""
    return any(choice.retired for choice in field.choices if choice.value == value)


def refuse_taken_value(error: IntegrityError) -> None:
    """Raise CustomValueTaken when it is the index of a unique custom field that was hit."""
    match = _UNIQUE_INDEX.search(str(error))
    row = CustomFieldDefinition.objects.filter(pk=match[1]).first() if match else None
    if row is not None:
        raise CustomValueTaken(field=PREFIX + row.code, label=row.label) from error
