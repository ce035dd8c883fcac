"""The columns of a list: those that its description names, or the described fields that the address asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.linked import LinkedField
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import entity_named
from assetry.web.kit.describe import ListColumn, ListDescription
from assetry.web.kit.linked import FIGURES, column_of_linked, find_linked, relation_of
from assetry.web.kit.looks import CARDS
from assetry.web.kit.query import COLUMNS, ListQuery

_REFERENCES: Final = frozenset({FieldType.REFERENCE, FieldType.STATUS})
_OF_A_STATUS: Final = ("hue", "icon", "state")


class ColumnInvalid(Refusal):
    """A column that this list cannot have."""

    code = "column_invalid"
    status = 400
    message = _("“%(column)s” is no column of this list.")


def fields_to_show(description: ListDescription) -> Mapping[str, Field]:
    """The described fields that may be columns here, by name; never a secret one."""
    fields = description.fields
    known = entity_named(description.entity).fields_by_name if fields is None else fields
    return {name: field for name, field in known.items() if not field.secret}


def with_columns(description: ListDescription, query: ListQuery) -> ListDescription:
    """The list with the columns that the address names, and what they read beside the others. Raises ColumnInvalid.

    The column that heads the rows is always there, and the first one.
    """
    asked = query.get(COLUMNS)
    if not asked:
        return description
    fields, own = fields_to_show(description), {column.name: column for column in description.columns}
    head = next(column for column in description.columns if column.place == "name")
    names = [name for name in dict.fromkeys(asked.split(",")) if name != head.name]
    linked = {
        name: _linked(description, fields, name) for name in names if name not in fields and name not in own
    }
    columns = [
        own.get(name)
        or (column_of_linked(linked[name]) if name in linked else _column(fields[name], description.drawn))
        for name in names
    ]
    added = [fields[name] for name in names if name not in own and name not in linked]
    ways = [one.through.orm_path for one in linked.values()]
    return replace(
        description,
        columns=(head, *columns),
        related=_related([*description.related, *filter(None, map(_parent, ways))], added),
        reads=_reads([*description.reads, *ways] if description.reads else (), added),
        linked=tuple(linked.values()),
    )


def _linked(description: ListDescription, fields: Mapping[str, Field], name: str) -> LinkedField:
    found = find_linked(entity_named(description.entity), fields, name)
    if found is None:
        raise ColumnInvalid(field=COLUMNS, column=name[:60])
    return found


def _parent(path: str) -> str:
    return path.rpartition("__")[0]


def with_photos(description: ListDescription, query: ListQuery) -> ListDescription:
    """The list with what its cards read, where it is shown as cards."""
    photo = description.photo
    if photo is None or query.get("look") != CARDS:
        return replace(description, photo=None)
    reads = (*description.reads, *photo.reads) if description.reads else ()
    return replace(description, related=(*description.related, *photo.related), reads=reads)


def _column(field: Field, drawn: Sequence[ListColumn]) -> ListColumn:
    """A field as a column, in the way of its own that the list has for it."""
    own = next((column for column in drawn if column.name == field.name), None)
    figure = field.type in FIGURES
    return own or ListColumn(name=field.name, number=figure, cut=not figure)


def _related(named: Sequence[str], added: Iterable[Field]) -> tuple[str, ...]:
    """The relations on the way to the added fields, beside those that the list names."""
    relations = [relation_of(field) for field in added]
    return tuple(dict.fromkeys([*named, *filter(None, relations)]))


def _reads(named: Sequence[str], added: Iterable[Field]) -> tuple[str, ...]:
    """The columns that cells of the added fields read, beside those that the list names (none: it reads all)."""
    if not named:
        return ()
    return tuple(dict.fromkeys([*named, *(path for field in added for path in _paths(field))]))


def _paths(field: Field) -> list[str]:
    if field.key:
        return [field.orm_path]
    if field.type not in _REFERENCES:
        return [path for path in (field.orm_path, field.currency_path) if path]
    words = entity_named(field.reference or "").label_columns
    looks = _OF_A_STATUS if field.type is FieldType.STATUS else ()
    return [f"{field.orm_path}__{column}" for column in ("public_id", *words, *looks)]
