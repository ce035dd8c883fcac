"""References in filters: named by public id, code or name, found only where the actor may read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.permissions.actor import Actor

ME = "me"


def referenced_ids(
    entity_name: str, values: Sequence[str], actor: Actor, *, below: bool = False
) -> list[int]:
    """The keys of what the values name; what does not exist, or is out of scope, adds nothing.

    `me` is the actor's own person. With `below`, everything under them in their tree belongs to it.
    """
    entity = entity_named(entity_name)
    named = _named(entity, [value for value in values if value != ME])
    if ME in values and entity_name == "person":
        named |= Q(pk=actor.person_id)
    visible = entity.named_for(actor)
    ids: list[int] = list(visible.filter(named).values_list("pk", flat=True))
    if below and ids:
        ids = list(visible.filter(path__overlap=ids).values_list("pk", flat=True))
    return ids


def _named(entity: Entity, values: Sequence[str]) -> Q:
    """What one of the words names: by public id, by code where the entity has one, by its whole name."""
    named = Q(public_id__in=[key for key in map(normalize_public_id, values) if key])
    fields: Mapping[str, Any] = entity.fields_by_name
    if "code" in fields:
        named |= Q(code__in=values)
    if "name" in fields:
        for value in values:
            named |= Q(name__iexact=value)
    return named
