"""Fields of what an entity refers to, one hop away: `model.manufacturer`, `holder.department`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.functional import lazy
from django.utils.translation import pgettext

from assetry.kernel.fields import Field
from assetry.kernel.refusals import Text
from assetry.kernel.registry import Entity, entity_named


@dataclass(frozen=True)
class LinkedField:
    """The field `field` of the entity that the reference `through` points to."""

    through: Field
    entity: Entity
    field: Field

    @property
    def described(self) -> Field:
        """The field under its name in filters, with words that say whose it is; never a column or a sort."""
        name = f"{self.through.name}.{self.field.name}"
        words = _label_of(self.through.label, self.field.label)
        return replace(self.field, name=name, label=words, sort=None, edited_by="", default_column=False)


class DescribedFields(Mapping[str, Field]):
    """The fields of an entity by name: its own and, only when asked for by name, those of what it refers to."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity

    def __getitem__(self, name: str) -> Field:
        """The field; raises KeyError."""
        if name in self._own:
            return self._own[name]
        found = linked_field(self.entity, name)
        if found is None:
            raise KeyError(name)
        return found.described

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)

    @cached_property
    def _own(self) -> Mapping[str, Field]:
        return self.entity.fields_by_name


def linked_field(entity: Entity, name: str) -> LinkedField | None:
    """What a name with one dot stands for; None for everything that is not described so, or is secret."""
    through, dot, rest = name.partition(".")
    reference = entity.fields_by_name.get(through) if dot else None
    if reference is None or not _leads_on(reference):
        return None
    linked = entity_named(reference.reference or "")
    field = linked.fields_by_name.get(rest)
    return None if field is None or field.secret else LinkedField(reference, linked, field)


def linked_fields(entity: Entity) -> Iterator[LinkedField]:
    """Every field one hop away, reference by reference."""
    for reference in entity.fields_by_name.values():
        if _leads_on(reference):
            linked = entity_named(reference.reference or "")
            for field in linked.fields_by_name.values():
                if not field.secret:
                    yield LinkedField(reference, linked, field)


def _leads_on(field: Field) -> bool:
    return bool(field.reference) and field.filterable and not field.secret


def _words(of: Text, field: Text) -> str:
    return pgettext("a field of what a field refers to", "%(of)s: %(field)s") % {"of": of, "field": field}


_label_of = lazy(_words, str)
