"""A filter becomes a condition of the ORM: only described fields, only the operators that their type has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    In,
    IsNull,
    IStartsWith,
    LessThan,
    LessThanOrEqual,
)
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import Condition, Filter, FilterInvalid, Group
from assetry.kernel.filters import Operator as Op
from assetry.kernel.linked import DescribedFields, LinkedField, linked_field
from assetry.kernel.registry import Entity
from assetry.platform.filters.references import referenced_ids, referenced_ids_of
from assetry.platform.filters.stored import comparable, expression_of
from assetry.platform.filters.values import read_date, read_number, read_scalar, require_plain, start_of
from assetry.platform.permissions.actor import Actor

_PRESENCE: Final = frozenset({Op.EMPTY, Op.NOT_EMPTY})
_EQUALITY: Final = frozenset({Op.EQ, Op.NE, Op.IN, Op.NOT_IN})
_PARTS_OF_TEXT: Final = frozenset({Op.CONTAINS, Op.STARTS_WITH})
_TEXT: Final = _PRESENCE | _EQUALITY | _PARTS_OF_TEXT
_ORDER: Final = frozenset({Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN})

OPERATORS: Final[Mapping[FieldType, frozenset[Op]]] = {
    FieldType.TEXT: _TEXT,
    FieldType.LONG_TEXT: _TEXT,
    FieldType.CODE: _TEXT,
    FieldType.NUMBER: _PRESENCE | _ORDER,
    FieldType.MONEY: _PRESENCE | _ORDER,
    FieldType.AMOUNT: _PRESENCE | _ORDER,
    FieldType.DATE: _PRESENCE | _ORDER,
    FieldType.INSTANT: _PRESENCE | _ORDER,
    FieldType.CHOICE: _PRESENCE | _EQUALITY,
    FieldType.YES_NO: frozenset({Op.EQ, Op.NE}),
    FieldType.REFERENCE: _PRESENCE | _EQUALITY,
    FieldType.STATUS: _PRESENCE | _EQUALITY,
}
_NEGATIVE: Final = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.NOT_EMPTY: Op.EMPTY}
_LOOKUPS: Final = {
    Op.EQ: "exact",
    Op.LT: "lt",
    Op.LE: "lte",
    Op.GT: "gt",
    Op.GE: "gte",
    Op.CONTAINS: "icontains",
    Op.STARTS_WITH: "istartswith",
}


def operators_of(field: Field) -> frozenset[Op]:
    """The operators that a filter may use with the field; none where it cannot be filtered."""
    if field.secret or not field.filterable:
        return frozenset()
    return OPERATORS[field.type] | ({Op.UNDER} if field.tree else frozenset())


def compile_filter(
    entity: Entity, filter_: Filter, actor: Actor, *, today: date, paths: Mapping[str, str] | None = None
) -> Q:
    """The condition for a queryset of the entity, which the caller has taken from `visible_to(actor)`.

    `today` is the day that relative dates count from; `paths` replaces the ORM path of some fields (as of a date).
    What is not equal to something may also be empty. Raises FilterInvalid naming the part that cannot be used.
    """
    return _Compiler(entity, actor, today, paths or {}).compile(filter_)


class _Compiler:
    """One filter's compilation: what every condition of it needs to know."""

    def __init__(self, entity: Entity, actor: Actor, today: date, paths: Mapping[str, str]) -> None:
        self.entity = entity
        self.fields = DescribedFields(entity)
        self.model: type[models.Model] = entity.visible_to(actor).model
        self.actor = actor
        self.today = today
        self.paths = paths

    def compile(self, filter_: Filter) -> Q:
        match filter_:
            case Condition():
                return self.condition(filter_)
            case Group("and", members):
                return Q(*(self.compile(member) for member in members))
            case Group(_, members):
                return Q(*(self.compile(member) for member in members), _connector=Q.OR)

    def condition(self, condition: Condition) -> Q:
        field = self.fields.get(condition.field)
        allowed = operators_of(field) if field is not None else frozenset()
        if field is None or not allowed:
            raise FilterInvalid(part=condition.field, reason=_("there is no such field to filter by"))
        if condition.operator not in allowed:
            part = f"{condition.field} {condition.operator}"
            raise FilterInvalid(part=part, reason=_("this field does not have this operator"))
        require_plain(condition.values)
        if condition.operator in _PARTS_OF_TEXT and not condition.values[0].strip():
            raise FilterInvalid(
                part=f"{condition.field} {condition.operator}", reason=_("the value is empty")
            )
        operator, negative = condition.operator, condition.operator in _NEGATIVE
        positive = self.positive(field, _NEGATIVE.get(operator, operator), condition.values)
        return ~positive if negative else positive

    def positive(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        linked = linked_field(self.entity, field.name) if "." in field.name else None
        if linked is not None:
            return self.linked(linked, operator, values)
        if field.key:
            return self.stored(field, operator, values)
        alike = [self.fields[name] for name in field.alternatives]
        if operator is Op.EMPTY:
            return Q(*(self.empty(one) for one in (field, *alike)))
        if alike:
            return self.any_of((field, *alike), values)
        return _TESTS[field.type](self, field, operator, values)

    def any_of(self, fields: Sequence[Field], values: Sequence[str]) -> Q:
        """Of references that hold the same in turns (the holder): one of them is it."""
        ids = referenced_ids_of([field.reference or "" for field in fields], values, self.actor)
        tests = (Q(**{f"{self.path(field)}__in": ids[field.reference or ""]}) for field in fields)
        return Q(*tests, _connector=Q.OR)

    def linked(self, linked: LinkedField, operator: Op, values: Sequence[str]) -> Q:
        """Of what a reference points to. What the actor may not see there is as if it were empty."""
        inner = _Compiler(linked.entity, self.actor, self.today, {})
        found = inner.positive(linked.field, operator, values)
        is_empty = operator is Op.EMPTY
        rows = linked.entity.visible_to(self.actor).filter(~found if is_empty else found)
        targets, path = rows.order_by().values("pk"), self.path(linked.through)
        if not linked.through.key:
            there = Q(**{f"{path}__in": targets})
        else:
            expression = expression_of(linked.through, path)
            there = Q(IsNull(expression, False)) & Q(In(expression, targets.query))
        return ~there if is_empty else there

    def stored(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        """Of a custom field: true or false, never unknown, so that its opposite holds for rows without a value."""
        expression = expression_of(field, self.path(field))
        there = Q(IsNull(expression, False))
        if operator is Op.EMPTY:
            return ~there
        found = _read_stored(field, values, self.today, self.actor)
        if field.type is FieldType.YES_NO:
            return there if found[0] else ~there
        if operator in {Op.EQ, Op.IN}:
            return there & Q(In(expression, found))
        if operator is Op.BETWEEN:
            return there & Q(GreaterThanOrEqual(expression, found[0]), LessThanOrEqual(expression, found[1]))
        return there & Q(_STORED_LOOKUPS[operator](expression, found[0]))

    def path(self, field: Field) -> str:
        return self.paths.get(field.name, field.orm_path)

    def empty(self, field: Field) -> Q:
        path = self.path(field)
        nothing = Q(**{f"{path}__isnull": True})
        is_text = isinstance(column_of(self.model, path), (models.CharField, models.TextField))
        return nothing | Q(**{path: ""}) if is_text else nothing

    def reference(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        ids = referenced_ids(field.reference or "", values, self.actor, below=operator is Op.UNDER)
        return Q(**{f"{self.path(field)}__in": ids})

    def scalar(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        if operator in {Op.CONTAINS, Op.STARTS_WITH}:
            return self.shown(field, _LOOKUPS[operator], values[0])
        return self.shown(field, "in", [read_scalar(value, field) for value in values])

    def shown(self, field: Field, lookup: str, value: Any) -> Q:
        """Of text: what stands in its column, which is other text where it is empty itself.

        Text of what it refers to is asked there (an uncorrelated set of keys), so that the rows are joined to nothing.
        """
        path = self.path(field)
        found, nothing = Q(**{f"{path}__{lookup}": value}), self.empty(field)
        for other in field.else_shown:
            reference, _dots, column = other.rpartition("__")
            test = Q(**{f"{column}__{lookup}": value})
            if not reference:
                found |= nothing & test
                nothing &= Q(**{f"{column}__isnull": True}) | Q(**{column: ""})
                continue
            rows = column_of(self.model, reference).related_model._default_manager
            found |= nothing & Q(**{f"{reference}__in": rows.filter(test).order_by().values("pk")})
            nothing &= Q(**{f"{reference}__isnull": True})
        return found

    def number(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        whole = isinstance(column_of(self.model, self.path(field)), models.IntegerField)
        return _compared(
            self.path(field), operator, [read_number(value, field, whole=whole) for value in values]
        )

    def date(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        return _compared(
            self.path(field), operator, [read_date(value, self.today, field) for value in values]
        )

    def instant(self, field: Field, operator: Op, values: Sequence[str]) -> Q:
        """Days stand for all of their instants, in UTC."""
        days = [read_date(value, self.today, field) for value in values]
        starts, ends = start_of(days[0]), start_of(days[-1] + timedelta(days=1))
        path = self.path(field)
        match operator:
            case Op.LT:
                return Q(**{f"{path}__lt": starts})
            case Op.LE:
                return Q(**{f"{path}__lt": ends})
            case Op.GT:
                return Q(**{f"{path}__gte": ends})
            case Op.GE:
                return Q(**{f"{path}__gte": starts})
        return Q(**{f"{path}__gte": starts, f"{path}__lt": ends})


def _read_stored(field: Field, values: Sequence[str], today: date, actor: Actor) -> list[Any]:
    """The values of a condition on a custom field, in the form that its expression has."""
    match field.type:
        case FieldType.REFERENCE:
            return list(referenced_ids(field.reference or "", values, actor))
        case FieldType.DATE:
            return [comparable(field, read_date(value, today, field)) for value in values]
        case FieldType.NUMBER | FieldType.AMOUNT:
            as_number = replace(field, type=FieldType.NUMBER)
            return [read_number(value, as_number, whole=False) for value in values]
    return [read_scalar(value, field) for value in values]


_STORED_LOOKUPS: Final[Mapping[Op, Callable[[Any, Any], Any]]] = {
    Op.LT: LessThan,
    Op.LE: LessThanOrEqual,
    Op.GT: GreaterThan,
    Op.GE: GreaterThanOrEqual,
    Op.CONTAINS: IContains,
    Op.STARTS_WITH: IStartsWith,
}
type _Test = Callable[[_Compiler, Field, Op, Sequence[str]], Q]
_TESTS: Final[Mapping[FieldType, _Test]] = {
    **dict.fromkeys((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CODE), _Compiler.scalar),
    **dict.fromkeys((FieldType.CHOICE, FieldType.YES_NO), _Compiler.scalar),
    **dict.fromkeys((FieldType.NUMBER, FieldType.MONEY), _Compiler.number),
    **dict.fromkeys((FieldType.REFERENCE, FieldType.STATUS), _Compiler.reference),
    FieldType.DATE: _Compiler.date,
    FieldType.INSTANT: _Compiler.instant,
}


def _compared(path: str, operator: Op, values: Sequence[Any]) -> Q:
    if operator is Op.BETWEEN:
        return Q(**{f"{path}__gte": values[0], f"{path}__lte": values[1]})
    return Q(**{f"{path}__{_LOOKUPS[operator]}": values[0]})


def column_of(model: type[models.Model], path: str) -> Any:
    """The model's field at the end of an ORM path; None for what is no column (an annotation)."""
    found: Any = None
    for part in path.split("__"):
        try:
            found = (found.related_model if found is not None else model)._meta.get_field(part)
        except (FieldDoesNotExist, AttributeError):
            return None
    return found
