"""References in filters: named by public id, code or name, found only where the actor may read them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.permissions.actor import Actor


def referenced_ids(
    entity_name: str, values: Sequence[str], actor: Actor, *, below: bool = False
) -> list[int]:
    """The keys of what the values name; what does not exist, or is out of scope, adds nothing.

    Shorthands of the entity (`me`) are the actor's own. With `below`, everything under them in their tree
    belongs to it.
    """
    return _taken(_keys(entity_name, values, actor, below=below), actor)[entity_name]


def referenced_ids_of(
    entity_names: Sequence[str], values: Sequence[str], actor: Actor
) -> dict[str, list[int]]:
    """The keys of what the values name among things of several entities, by entity: one statement."""
    parts = [_keys(name, values, actor) for name in entity_names]
    found = _taken(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0], actor)
    return {name: found[name] for name in entity_names}


def _taken(rows: Any, actor: Actor) -> dict[str, list[int]]:
    """The keys of the rows by entity; their names are kept for who tells of the filter."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    names = names_seen(actor)
    for entity_name, key, public_id, label in rows:
        found[entity_name].append(key)
        names[entity_name, public_id] = label or public_id
    return found


def names_seen(actor: Actor) -> dict[tuple[str, str], str]:
    """How the things are called that filters named before this actor, by (entity, public id): no statement."""
    return actor.once(_no_names)


def _no_names(_actor: Actor) -> dict[tuple[str, str], str]:
    return {}


def _keys(entity_name: str, values: Sequence[str], actor: Actor, *, below: bool = False) -> Any:
    entity = entity_named(entity_name)
    # An asset is told by its tag; what has a code and a name, by its name.
    label = F(entity.label_columns[0 if entity_name == "asset" else -1])
    named = entity.named_for(actor).filter(_meant(entity, values, actor)).order_by()
    if below:
        roots = Cast(ArraySubquery(named.values("pk")), ArrayField(IntegerField()))
        named = entity.named_for(actor).filter(path__overlap=roots).order_by()
    told = named.annotate(of_entity=Value(entity_name, output_field=CharField()), label=label)
    return told.values_list("of_entity", "pk", "public_id", "label")


def _meant(entity: Entity, values: Sequence[str], actor: Actor) -> Q:
    shorthands = {known.word: known for known in entity.shorthands}
    meant = _named(entity, [value for value in values if value not in shorthands])
    for value in shorthands.keys() & set(values):
        meant |= shorthands[value].rows(actor)
    return meant


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
