"""What can be decided about an import of records, by nothing but the description of their entity."""

from django.utils.translation import gettext as _

from assetry.domain.organization.queries import list_companies
from assetry.kernel.registry import Entity
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.records.described import (
    creatable_along,
    imported_fields,
    is_owned,
    keys_of,
)
from assetry.platform.imports.records.suggesting import unclear_dates
from assetry.platform.permissions.actor import Actor
from assetry.web.components.fields import FieldView, Option
from assetry.web.imports.rules import Rules, erases_field, select


def record_rules(actor: Actor, entity: Entity, sheet: Sheet, options: ImportOptions) -> Rules:
    """The company of rows without one, what finds a record, what may be made along, whether empty cells erase."""
    fields = [*_company(actor, entity, options), *_key(entity, options), *_create(entity, options)]
    return Rules(fields=[*fields, erases_field(options)], unclear_dates=unclear_dates(sheet, options, entity))


def _company(actor: Actor, entity: Entity, options: ImportOptions) -> list[FieldView]:
    if not is_owned(entity):
        return []
    companies = list_companies(actor, entity.edit_permission)
    choices = [("", _("none: refuse the row")), *((company.public_id, company.name) for company in companies)]
    return [select("company", _("Company of rows without one"), choices, options.company)]


def _key(entity: Entity, options: ImportOptions) -> list[FieldView]:
    labels = {name: str(field.label) for name, field in imported_fields(entity).items()}
    keys = keys_of(entity)
    if len(keys) == 1:
        return []
    choices = [(code, ", ".join(labels[name] for name in key)) for code, key in keys.items()]
    label = _("A row means the record with the same")
    help_ = _("Where that cell is empty, the next one of these decides. An “ID in Assetry” goes before.")
    return [select("match", label, choices, options.match or choices[0][0], help_, half=False)]


def _create(entity: Entity, options: ImportOptions) -> list[FieldView]:
    found = creatable_along(entity)
    if not found:
        return []
    choices = [
        Option(value=one.name, label=one.label_plural, chosen=one.name in options.create) for one in found
    ]
    help_ = _("What is ticked and not there yet is made along; the dry run counts it first.")
    label = _("Make what is missing")
    return [FieldView(name="create", label=label, widget="checkboxes", options=choices, help=help_)]
