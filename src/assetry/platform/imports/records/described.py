"""What the description of an entity says about its import."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import Entity, entities, entity_named
from assetry.platform.imports.mapping import Target
from assetry.platform.permissions.actor import Actor

PUBLIC_ID = "public_id"
COMPANY = "company"


def is_importable(entity: Entity) -> bool:
    """Whether files of it can come in."""
    return {"create", "edit"} <= entity.operations.keys() and bool(entity.edit_permission)


def importable_for(actor: Actor) -> list[Entity]:
    """The entities whose files the actor may bring."""
    return [entity for entity in entities() if is_importable(entity) and actor.may(entity.edit_permission)]


def is_owned(entity: Entity) -> bool:
    """Whether each belongs to a company for good."""
    company = entity.fields_by_name.get(COMPANY)
    return company is not None and not company.edited_by


def imported_fields(entity: Entity) -> dict[str, Field]:
    """The fields that cells fill, custom ones too."""
    return {name: field for name, field in entity.fields_by_name.items() if field.edited_by}


def references_of(entity: Entity) -> dict[str, Field]:
    """Those whose cell names something."""
    return {name: field for name, field in imported_fields(entity).items() if field.reference}


def keys_of(entity: Entity) -> dict[str, tuple[str, ...]]:
    """What can tell that a row means something that is there: groups of fields, and unique custom fields."""
    custom = [(name,) for name, field in entity.custom_fields.items() if field.unique]
    return {"+".join(key): key for key in (*entity.keys, *custom)}


def creatable_by_name(entity: Entity) -> bool:
    """Whether a name (and a company) is all that one needs."""
    required = [field.name for field in imported_fields(entity).values() if field.required]
    return is_importable(entity) and required == ["name"]


def creatable_along(entity: Entity) -> list[Entity]:
    """What an import of the entity can make along, for whoever asks."""
    named = dict.fromkeys(field.reference or "" for field in references_of(entity).values())
    return [found for found in map(entity_named, named) if creatable_by_name(found)]


def targets_of(entity: Entity) -> Sequence[Target]:
    """What a column can fill: the id, the company, every field that is edited."""
    company = [entity.fields_by_name[COMPANY]] if is_owned(entity) else []
    own = [*company, *imported_fields(entity).values()]
    return (
        Target(name=PUBLIC_ID, label=_("ID in Assetry"), synonyms=("assetry id",)),
        *(_target(entity, field) for field in own),
    )


def _target(entity: Entity, field: Field) -> Target:
    named = (f"{entity.name} {field.name}", f"{entity.label} {field.label}")
    # "Company" in a file of companies is their name, in a file of people it is where they belong.
    itself = (str(entity.label), entity.name) if field.name == "name" else ()
    synonyms = (*_SYNONYMS.get(field.name, ()), *field.synonyms, field.key, *named, *itself)
    joins = field.type is FieldType.TEXT and not field.format
    return Target(
        name=field.name,
        label=field.label,
        synonyms=tuple(filter(None, synonyms)),
        parts=field.parts,
        joins=joins,
    )


# Headers that mean the same whatever the file is of.
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": ("title",),
    "note": ("notes", "comment", "comments", "remark", "remarks", "description"),
    "email": ("e-mail address", "email address", "mail"),
    "phone": ("telephone", "phone number", "tel"),
    "website": ("url", "web site", "homepage"),
    "company": ("entity", "legal entity", "organization", "organisation", "company name"),
    "parent": ("parent name", "belongs to"),
    "manager": ("responsible", "contact"),
    "code": ("number", "no"),
    "is_archived": ("inactive", "disabled"),
    "is_active": ("activated", "enabled"),
    "starts_on": ("start date", "starts", "hired on"),
    "leaves_on": ("end date", "leaves", "leaving date"),
}
