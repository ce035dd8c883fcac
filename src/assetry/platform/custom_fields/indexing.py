"""The indexes of custom fields: built beside running business, by the owner's role, under names made of ids.

Whatever a killed worker left, the next run brings to the same end: an index that is not valid is dropped and built
again, one that nobody wants is dropped, one that is there is kept.
"""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, connections, models
from django.db.models import Count, F

from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields.definitions import field_of
from assetry.platform.custom_fields.models import CustomFieldDefinition, CustomState, DefinitionsToken
from assetry.platform.custom_fields.queries import is_company_owned, rows_of
from assetry.platform.filters.stored import expression_of

OWNER_ALIAS: Final = "owner"
_SHOWN: Final = 3


class DuplicatesFound(Exception):
    """Rows of one company share values that were to be unique; the text says which."""


def settle_indexes(definition_id: int, *, alias: str = OWNER_ALIAS) -> None:
    """Make the indexes of a field those that its definition wants, then say that it is ready, or what failed."""
    row = CustomFieldDefinition.objects.using(alias).filter(pk=definition_id).first()
    wanted = {} if row is None or row.state == CustomState.RETIRED else wanted_indexes(row)
    valid = _present(definition_id, alias)
    for name, is_valid in valid.items():
        if name not in wanted or not is_valid:
            _run(alias, f"DROP INDEX CONCURRENTLY IF EXISTS {_quoted(name)}")
    if row is None:
        return
    try:
        for name, statement in wanted.items():
            if not valid.get(name):
                _build(alias, row, name, statement)
    except DuplicatesFound as found:
        failed(row.pk, str(found), using=alias)
    else:
        settled(row.pk, using=alias)


def wanted_indexes(row: CustomFieldDefinition) -> dict[str, str]:
    """The statements that build what the field needs, by the name of the index."""
    model = rows_of(entity_named(row.entity)).model
    expression, base = expression_of(field_of(row)), f"custom_field_{row.pk}_{row.type}"
    found: dict[str, str] = {}
    if row.is_filterable or row.is_sortable:
        found[f"{base}_order"] = _statement(model, f"{base}_order", [expression, F("id")])
    if row.is_unique:
        company = [F("company")] if is_company_owned(entity_named(row.entity)) else []
        statement = _statement(model, f"{base}_unique", [*company, expression])
        found[f"{base}_unique"] = statement.replace("CREATE INDEX", "CREATE UNIQUE INDEX", 1)
    return found


def _statement(model: type[models.Model], name: str, expressions: Sequence[Any]) -> str:
    """Only of rows that have a value: all others cost nothing."""
    index = models.Index(*expressions, name=name)
    value = expressions[0] if name.endswith("_order") else expressions[-1]
    with connections[OWNER_ALIAS].schema_editor(atomic=False, collect_sql=True) as editor:
        made = str(index.create_sql(model, editor, concurrently=True))
        compiler = model._base_manager.all().query.get_compiler(OWNER_ALIAS)
        sql, params = compiler.compile(value.resolve_expression(compiler.query))
        condition = sql % tuple(editor.quote_value(param) for param in params)
    bare = condition.replace(f'"{model._meta.db_table}".', "")
    return f"{made} WHERE {bare} IS NOT NULL"


def _present(definition_id: int, alias: str) -> dict[str, bool]:
    """The indexes of the field that are there, and whether they are valid."""
    query = """
        SELECT c.relname, i.indisvalid AND i.indisready FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relname LIKE %s
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(query, [f"custom\\_field\\_{definition_id}\\_%"])
        return dict(cursor.fetchall())


def _build(alias: str, row: CustomFieldDefinition, name: str, statement: str) -> None:
    try:
        _run(alias, statement)
    except IntegrityError as error:
        _run(alias, f"DROP INDEX CONCURRENTLY IF EXISTS {_quoted(name)}")
        raise DuplicatesFound(duplicates_of(row, alias)) from error


def duplicates_of(row: CustomFieldDefinition, alias: str) -> str:
    """The first values that several rows of one company share, and which rows those are."""
    entity, field = entity_named(row.entity), field_of(row)
    rows = rows_of(entity).using(alias).annotate(shared=expression_of(field)).filter(shared__isnull=False)
    by = ("company_id", "shared") if is_company_owned(entity) else ("shared",)
    groups = rows.values(*by).annotate(n=Count("pk")).filter(n__gt=1).order_by(*by)[:_SHOWN]
    parts = []
    for group in groups:
        same = rows.filter(**{name: group[name] for name in by}).order_by("pk")[:_SHOWN]
        parts.append(f"“{str(group['shared'])[:40]}”: {', '.join(entity.title(one)[:40] for one in same)}")
    return "; ".join(parts)[:500]


def _run(alias: str, statement: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


def _quoted(name: str) -> str:
    return connections[OWNER_ALIAS].ops.quote_name(name)


def settled(definition_id: int, *, using: str) -> None:
    """Say that a field is ready, unless it was put away meanwhile."""
    _say(definition_id, {"state": CustomState.ACTIVE, "problem": ""}, using)


def failed(definition_id: int, problem: str, *, using: str) -> None:
    """Say why a field is not ready."""
    _say(definition_id, {"state": CustomState.FAILED, "problem": problem[:500]}, using)


def _say(definition_id: int, values: dict[str, Any], using: str) -> None:
    with signed("custom_fields.settle", door="job", using=using):
        waiting = (CustomState.BUILDING, CustomState.FAILED)
        rows = CustomFieldDefinition.objects.using(using).filter(pk=definition_id, state__in=waiting)
        if rows.update(version=F("version") + 1, **values):
            DefinitionsToken.objects.using(using).filter(pk=1).update(token=uuid.uuid4())
