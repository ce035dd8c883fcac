"""A row beside what it means: which of its values differ, in words too."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import Money
from assetry.kernel.registry import Entity
from assetry.kernel.values import amount_text, from_stored, stored_form
from assetry.platform.imports.actions import Action
from assetry.platform.imports.records.described import imported_fields
from assetry.platform.imports.records.plan import Missing, RecordRow
from assetry.platform.imports.records.references import References


def stored_value(field: Field, row: Any) -> Any:
    """What an object holds: of a reference its key, of a custom field what is stored."""
    if field.key:
        return row.custom.get(field.key)
    return getattr(row, f"{field.orm_path}_id" if field.reference else field.orm_path)


class Comparer:
    """Compares rows with what they mean."""

    def __init__(self, entity: Entity, references: References) -> None:
        self.references = references
        self.fields: Mapping[str, Field] = imported_fields(entity)

    def __call__(self, row: RecordRow) -> None:
        """Keep of the row's values those that differ; a new row keeps them all and has what is required."""
        if row.found is None:
            missing = [f for n, f in self.fields.items() if f.required and row.values.get(n) in (None, "")]
            for field in missing:
                row.refuse(_("%(field)s: give a value.") % {"field": field.label})
            return
        # A secret is read with a new row only: a comparison would tell what is kept.
        read = {name: value for name, value in row.values.items() if not self.fields[name].secret}
        row.values = {name: value for name, value in read.items() if self._differs(row, name, value)}
        row.changes = [self._change(row, name, value) for name, value in row.values.items()]
        row.action = Action.UPDATE if row.values else Action.UNCHANGED

    def _differs(self, row: RecordRow, name: str, value: Any) -> bool:
        field, before = self.fields[name], stored_value(self.fields[name], row.found)
        if isinstance(value, Missing):
            return True
        if isinstance(value, RecordRow):
            return value.found is None or bool(value.found.pk != before)
        if field.key:
            return bool(stored_form(field, value) != before)
        return bool((value if value is not None else _nothing(before)) != before)

    def _change(self, row: RecordRow, name: str, value: Any) -> tuple[str, str, str]:
        field, before = self.fields[name], stored_value(self.fields[name], row.found)
        if field.reference:
            words = [self.references.title(field.reference, one) for one in (before, value)]
        else:
            words = [_words(field, from_stored(field, before) if field.key else before), _words(field, value)]
        return (str(field.label), words[0], words[1])


def _nothing(before: Any) -> Any:
    return "" if isinstance(before, str) else None


def _words(field: Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.type is FieldType.CHOICE:
        return str(field.choice_label(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Money):
        return amount_text(value)
    return date_format(value, "j M Y") if hasattr(value, "month") else str(value)
