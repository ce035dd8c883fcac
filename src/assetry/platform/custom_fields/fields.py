"""The fields of a definition, described once."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.platform.custom_fields.models import CustomState, CustomType

_EDIT: Final = "edit"


def _flag(name: str, label: object, help_: object) -> Field:
    return Field(name=name, label=label, type=FieldType.YES_NO, edited_by=_EDIT, help=help_)  # type: ignore[arg-type]


DEFINITION_FIELDS: Final = (
    Field(
        name="label",
        label=_("Label"),
        type=FieldType.TEXT,
        edited_by=_EDIT,
        required=True,
        max_length=100,
    ),
    Field(
        name="type",
        label=_("Type"),
        type=FieldType.CHOICE,
        choices=tuple(Choice(value, label) for value, label in CustomType.choices),
        edited_by=_EDIT,
        required=True,
    ),
    Field(name="help", label=_("Help"), type=FieldType.TEXT, edited_by=_EDIT, max_length=200),
    Field(
        name="max_length",
        label=_("Longest text"),
        type=FieldType.NUMBER,
        edited_by=_EDIT,
        nullable=True,
        largest=5000,
        decimals=0,
        help=_("Characters; empty for the usual length"),
    ),
    _flag("allows_negative", _("Below zero"), _("Numbers can be negative")),
    _flag("is_required", _("Required"), _("Asked for from now on; what is there stays as it is")),
    _flag("is_unique", _("Unique"), _("No two of a company have the same value")),
    _flag("is_filterable", _("In filters"), _("Lists can be narrowed by it")),
    _flag("is_sortable", _("Sortable"), _("Lists can be sorted by it, once its index is built")),
    _flag("is_column", _("Column of lists"), _("Lists show it on wide screens")),
    Field(
        name="position",
        label=_("Position"),
        type=FieldType.NUMBER,
        edited_by=_EDIT,
        largest=30_000,
        decimals=0,
        help=_("Lower numbers stand first"),
    ),
)
# What is said once, when the field is made.
FIXED_FIELDS: Final = (
    Field(name="entity", label=_("Of"), type=FieldType.CODE, required=True, max_length=40),
    Field(name="kind", label=_("Kind"), type=FieldType.CODE, max_length=40),
    Field(
        name="code",
        label=_("Code"),
        type=FieldType.CODE,
        max_length=40,
        help=_("Its name in the API and in filters; empty: made of the label"),
    ),
    Field(
        name="state",
        label=_("State"),
        type=FieldType.CHOICE,
        choices=tuple(Choice(value, label) for value, label in CustomState.choices),
    ),
)
