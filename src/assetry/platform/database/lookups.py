"""A lookup that Django lacks: membership in what a subquery finds, in a form that an OR can still use indexes for."""

from typing import Any

from django.db.models import BigAutoField, Lookup


@BigAutoField.register_lookup
class AmongLookup(Lookup):
    """`id__among=queryset` → `id = ANY(ARRAY(SELECT …))`.

    PostgreSQL runs the subquery once and can join the result with other conditions of an OR by a bitmap;
    `IN (SELECT …)` under an OR means reading the whole table.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The comparison; the right side has to be a queryset of one column."""
        left, left_params = self.process_lhs(compiler, connection)
        inner, params = self.process_rhs(compiler, connection)
        return f"{left} = ANY(ARRAY{inner})", (*left_params, *params)
