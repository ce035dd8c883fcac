"""What stands in a file for the described fields of an entity: values by their type, references by what names them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf, Round
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.linked import LinkedField, linked_field
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.database.reading import model_of
from assetry.platform.exports.table import Column
from assetry.platform.filters.stored import expression_of
from assetry.platform.permissions.actor import Actor

_REFERENCES: Final = frozenset({FieldType.REFERENCE, FieldType.STATUS})
ID_HEADER: Final = "ID in Assetry"


def columns_of(actor: Actor, entity: Entity, names: Sequence[str] | None = None) -> list[Column]:
    """The public id, then these described fields (None: all but secret ones). An amount brings its currency.

    Names that nothing describes are left out.
    """
    fields = entity.fields_by_name
    columns = {"public_id": Column(name="public_id", header=_(ID_HEADER), expression=F("public_id"))}
    for name in fields if names is None else names:
        linked = linked_field(entity, name)
        made = _linked_columns(actor, linked) if linked else _own_columns(actor, fields.get(name), fields)
        for column in made:
            columns.setdefault(column.name, column)
    return list(columns.values())


def _own_columns(actor: Actor, field: Field | None, fields: Mapping[str, Field]) -> list[Column]:
    both = [field, _currency_of(field, fields)] if field is not None else []
    return [column_of_field(actor, one) for one in both if one is not None and not one.secret]


def _linked_columns(actor: Actor, linked: LinkedField) -> list[Column]:
    """A field of what a reference points to, where the actor sees that; an amount brings its currency."""
    through, found = linked.through, []
    if through.key:
        return []
    visible = linked.entity.visible_to(actor).order_by().values("pk")
    seen = Q(**{f"{through.orm_path}__in": visible})
    for field in (linked.field, _currency_of(linked.field, linked.entity.fields_by_name)):
        if field is not None:
            at = replace(field, path=f"{through.orm_path}__{field.orm_path}")
            value = Case(When(seen, then=value_of(actor, at)), default=None)
            label = LinkedField(through, linked.entity, field).described
            found.append(Column(name=label.name, header=str(label.label), expression=value))
    return found


def _currency_of(field: Field, fields: Mapping[str, Field]) -> Field | None:
    if not field.currency_path:
        return None
    return next((other for other in fields.values() if other.orm_path == field.currency_path), None)


def column_of_field(actor: Actor, field: Field) -> Column:
    """The column of one described field."""
    return Column(name=field.name, header=str(field.label), expression=value_of(actor, field))


def value_of(actor: Actor, field: Field) -> Any:
    """A described field's value as an expression over its entity's rows."""
    if field.key:
        return _custom(actor, field)
    if field.type in _REFERENCES:
        entity = entity_named(field.reference or "")
        named = named_at(actor, entity, field.orm_path)
        return only_of_seen(actor, entity, field.orm_path, named) if field.crosses else named
    if field.type is FieldType.CHOICE:
        return _worded(field, F(field.orm_path))
    return F(field.orm_path)


def named_at(actor: Actor, entity: Entity, path: str = "") -> Any:
    """What names the row at the end of a path in a file; addresses of people only where the actor may see them."""
    columns = entity.named_in_files or _usual_name(entity)
    at = f"{path}__" if path else ""
    personal = {field.orm_path for field in entity.fields if field.personal}
    open_ones = [column for column in columns if column not in personal] or ["public_id"]
    shown = _first_filled([f"{at}{column}" for column in open_ones])
    if personal.isdisjoint(columns):
        return shown
    everything = _first_filled([f"{at}{column}" for column in columns])
    return only_of_seen(actor, entity, path or "pk", everything, otherwise=shown)


def only_of_seen(actor: Actor, entity: Entity, path: str, value: Any, otherwise: Any = None) -> Any:
    """A value of what the path leads to, where the actor sees that itself and not only its name."""
    seen = Q(**{f"{path}__in": entity.visible_to(actor).order_by().values("pk")})
    return Case(When(seen, then=value), default=otherwise, output_field=TextField())


def _usual_name(entity: Entity) -> tuple[str, ...]:
    """Its whole path where it lies in a tree, else the first of the columns that its label is made of."""
    columns = {column.name for column in model_of(entity.table)._meta.fields}
    return ("path_name",) if "path_name" in columns else tuple(entity.label_columns[:1])


def _first_filled(paths: Sequence[str]) -> Any:
    if len(paths) == 1:
        return F(paths[0])
    filled = [NullIf(Cast(F(path), TextField()), Value("")) for path in paths]
    return Coalesce(*filled, output_field=TextField())


def _worded(field: Field, source: Any) -> Any:
    """The words of choices; a value that has none any more stands as it is."""
    words = [
        When(Exact(source, Value(choice.value)), then=Value(str(choice.label))) for choice in field.choices
    ]
    return Case(*words, default=Cast(source, TextField()), output_field=TextField()) if words else source


def _custom(actor: Actor, field: Field) -> Any:
    """A custom field out of its JSON, as `kernel.values` reads it."""
    if field.reference:
        return _custom_reference(actor, field)
    stored = expression_of(field)
    match field.type:
        case FieldType.AMOUNT:
            return _custom_amount(field, stored)
        case FieldType.DATE:
            return Cast(stored, DateField())
        case FieldType.YES_NO:
            return Coalesce(Cast(stored, BooleanField()), Value(False))
    return _worded(field, stored)


def _custom_amount(field: Field, amount: Any) -> Any:
    """Amount and currency in one cell, as an import reads it."""
    rounded = Round(amount, precision=2)
    exact = When(Exact(amount, rounded), then=Cast(rounded, TextField()))
    written = Case(exact, default=Cast(Round(amount, precision=4), TextField()))
    currency = KeyTextTransform("currency", KeyTextTransform(field.key, field.path))
    parts = (written, Value(" "), currency)
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def _custom_reference(actor: Actor, field: Field) -> Any:
    """Who is named there: a look-up by key, for what JSON holds is no foreign key."""
    entity = entity_named(field.reference or "")
    rows = model_of(entity.table)._base_manager.filter(pk=expression_of(field, OuterRef(field.path)))
    return Subquery(rows.annotate(named=named_at(actor, entity)).values("named"), output_field=TextField())
