"""Reads of definitions: for whoever may change them."""

from typing import Any

from django.db.models import QuerySet

from assetry.kernel.registry import Entity, entities
from assetry.platform.custom_fields.models import CustomFieldDefinition
from assetry.platform.database.reading import model_of, row_of
from assetry.platform.permissions.actor import Actor

MANAGE = "catalog.manage"


def definitions_visible_to(actor: Actor) -> "QuerySet[CustomFieldDefinition]":
    """All of them, for whoever may change them; else none."""
    rows = CustomFieldDefinition.objects.all()
    return rows if actor.may(MANAGE) else rows.none()


def get_custom_field_for(actor: Actor, public_id: str) -> CustomFieldDefinition:
    """The definition of that public id; raises NotFound."""
    return row_of(definitions_visible_to(actor), public_id)


def list_custom_fields(actor: Actor) -> list[CustomFieldDefinition]:
    """Every definition, by entity and kind, in the order of forms."""
    return list(definitions_visible_to(actor).order_by("entity", "kind", "position", "pk"))


def entities_with_custom_fields() -> dict[str, Entity]:
    """The entities that can have custom fields, by name."""
    return {entity.name: entity for entity in entities() if entity.takes_custom_fields}


def rows_of(entity: Entity) -> "QuerySet[Any]":
    """All rows of an entity, whatever anybody may see: to look for values of a field."""
    model = model_of(entity.table)
    return model._base_manager.all()


def has_values(row: CustomFieldDefinition) -> bool:
    """Whether any row holds a value of the field."""
    entity = entities_with_custom_fields()[row.entity]
    return bool(rows_of(entity).filter(custom__has_key=row.code).exists())


def is_company_owned(entity: Entity) -> bool:
    """Whether each row belongs to one company."""
    return any(column.name == "company" for column in rows_of(entity).model._meta.concrete_fields)
