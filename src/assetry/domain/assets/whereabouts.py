"""Where a thing that lies in another one was at an instant: where the outermost container was."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Func

from assetry.domain.assets.rules import MAX_CONTAINMENT_DEPTH

_PLACE = """(WITH RECURSIVE around AS (
    SELECT c.holder_asset_id, c.location_id, 1 AS depth
    FROM assets_custody c WHERE c.asset_id = %s AND c.period @> %s
    UNION ALL
    SELECT c.holder_asset_id, c.location_id, around.depth + 1
    FROM around JOIN assets_custody c ON c.asset_id = around.holder_asset_id AND c.period @> %s
    WHERE around.depth < %s
) SELECT location_id FROM around ORDER BY depth DESC LIMIT 1)"""


class PlaceOfContainer(Func):
    """The key of the location where a container was, itself or what it lay in: `(container id, instant)`.

    One walk up for each row that it is computed for; a condition around it keeps it from the others.
    """

    output_field = models.IntegerField()

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Sequence[Any]]:  # type: ignore[override]
        """The walk, with the instant asked at each of its steps."""
        container, at = self.get_source_expressions()
        container_sql, container_params = compiler.compile(container)
        at_sql, at_params = compiler.compile(at)
        walk = _PLACE % (container_sql, at_sql, at_sql, MAX_CONTAINMENT_DEPTH)
        return walk, (*container_params, *at_params, *at_params)
