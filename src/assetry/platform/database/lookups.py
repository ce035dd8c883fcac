"""A lookup that Django lacks: membership in what a subquery finds, in a form that an OR can still use indexes for."""

from typing import Any

from django.db.models import BigAutoField, Lookup, QuerySet


@BigAutoField.register_lookup
class AmongLookup(Lookup):  # type: ignore[type-arg]
    """`id__among=queryset` → `id = ANY(ARRAY(SELECT …))`.

    PostgreSQL runs the subquery once and can join the result with other conditions of an OR by a bitmap;
    `IN (SELECT …)` under an OR means reading the whole table.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The comparison; the right side has to be a queryset of one column."""
        assert isinstance(self.rhs, QuerySet)
        left, left_params = self.process_lhs(compiler, connection)
        inner, params = self.rhs.query.get_compiler(connection=connection).as_sql()
        return f"{left} = ANY(ARRAY({inner}))", (*left_params, *params)
