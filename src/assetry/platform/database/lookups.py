"""A lookup that Django lacks: membership in what a subquery finds, or in a list, as one array."""

from typing import Any

from django.db.models import AutoField, BigAutoField, Lookup


@AutoField.register_lookup
@BigAutoField.register_lookup
class AmongLookup(Lookup):
    """`id__among=queryset` → `id = ANY(ARRAY(SELECT …))`.

    PostgreSQL runs the subquery once and can join the result with other conditions of an OR by a bitmap;
    `IN (SELECT …)` under an OR means reading the whole table. A list travels as one parameter: ten thousand of them
    take longer to write and to read than their rows.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The comparison; the right side is a queryset of one column, or a list of keys."""
        left, left_params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, list):
            return f"{left} = ANY(%s::bigint[])", (*left_params, self.rhs)
        inner, params = self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY{inner})", (*left_params, *params)
