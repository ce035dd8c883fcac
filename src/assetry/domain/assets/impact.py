"""Who is reached when an asset stops, and what it needs itself: one recursive walk, in the scope of who asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import FETCH_RAISE, BigIntegerField, Func

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.relation_types import CONTAINS, RELATION_TYPES, RelationType
from assetry.platform.database.kept import KeptRead
from assetry.platform.permissions.actor import Actor

MAX_DEPTH: Final = 6
MOST_SHOWN: Final = 200
# What a page shows of an asset that is reached, and no more: what is not named here raises when it is read.
_OWN: Final = ("id", "public_id", "name", "asset_tag", "company_id", "location_id", "category_id")
_KEYS: Final = ("kind_id", "status_id", "model_id")
_WHO: Final = ("id", "public_id", "name", "name_sort")
_NAMED: Final = {
    "kind": ("id", "code", "name", "name_plural", "position", "is_custodied"),
    "status": ("id", "name", "hue", "icon", "state"),
    "model": ("id", "name"),
    **dict.fromkeys(("owner_person", "owner_department", "holder_person", "holder_department"), _WHO),
}


class Way(Enum):
    """Which way a walk goes: to what stops along, or to what the asset needs."""

    REACHED = "reached"
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Step:
    """An asset that a walk came to: over which type of relation, from which asset, after how many steps."""

    asset: Any
    via: Any
    type: RelationType
    depth: int


@dataclass(frozen=True)
class Walk:
    """What a walk from `root` came to, nearest first; `total` counts also what lies beyond the limit."""

    root: Any
    steps: Mapping[int, Step]
    total: int

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.total - len(self.steps)

    def path_to(self, step: Step) -> list[Step]:
        """The steps from the root to that one, both ends of the way included."""
        return list(self._back(step))[::-1]

    def _back(self, step: Step) -> Iterator[Step]:
        while True:
            yield step
            if step.via.pk == self.root.pk:
                return
            step = self.steps[step.via.pk]


def walk_from(
    actor: Actor, root: Asset, way: Way, *, depth: int = MAX_DEPTH, limit: int = MOST_SHOWN
) -> Walk:
    """Every asset that the root reaches (or needs) in so many steps, over assets that the actor sees alone.

    What is hidden is neither named nor counted nor stepped over. Of several ways to one asset the shortest is told, a
    way on which everything stops before one on which something is only missed. A circle ends where it was before.
    """
    found = _read(actor, root.pk, way, depth, limit)
    keys = [row[0] for row in found]
    assets = {asset.pk: asset for asset in _assets_of(keys)} | {root.pk: root}
    steps: dict[int, Step] = {}
    for key, via, code, level, _total in found:
        kind = RELATION_TYPES.get(code, CONTAINS)
        steps[key] = Step(assets[key], assets[via], kind, level)
    return Walk(root, steps, found[0][4] if found else 0)


_assets: Final = KeptRead(
    lambda keys: Asset.objects.filter(id__among=keys).values_list(
        *_OWN, *_KEYS, *(f"{name}__{column}" for name, columns in _NAMED.items() for column in columns)
    ),
    list,
)


def _assets_of(keys: list[int]) -> list[Any]:
    """The assets with what they name: a kind that two hundred share is one object, where Django would make as many."""
    own, parts = (*_OWN, *_KEYS), _parts()
    shared: dict[tuple[str, int], Any] = {}
    assets = []
    for row in _assets(keys) if keys else ():
        asset = _loaded(Asset, own, row[: len(own)])
        for name, model, columns, start, end in parts:
            named = None
            if (key := row[start]) is not None:
                named = shared.get((name, key))
                if named is None:
                    named = shared[name, key] = _loaded(model, columns, row[start:end])
            asset._state.fields_cache[name] = named
        assets.append(asset)
    return assets


@cache
def _parts() -> list[tuple[str, Any, tuple[str, ...], int, int]]:
    """What an asset names, its model, and where its columns stand in a row."""
    parts, start = [], len(_OWN) + len(_KEYS)
    for name, columns in _NAMED.items():
        field: Any = Asset._meta.get_field(name)
        parts.append((field.cache_name, field.related_model, columns, start, start + len(columns)))
        start += len(columns)
    return parts


def _loaded(model: Any, columns: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    return model.from_db(connection.alias, columns, values, fetch_mode=FETCH_RAISE)


def count_reached(actor: Actor, asset_ids: list[int]) -> dict[int, int]:
    """How many assets each of these reaches in one step, of those that the actor sees; none: it is not named."""
    visible, params = actor.once(_visible)
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT.format(onward=_NEXT[Way.REACHED], visible=visible), [asset_ids, *_codes(), *params]
        )
        return dict(cursor.fetchall())


def _read(actor: Actor, root: int, way: Way, depth: int, limit: int) -> list[tuple[int, int, str, int, int]]:
    visible, params = actor.once(_visible)
    with connection.cursor() as cursor:
        cursor.execute(_WALK.format(onward=_NEXT[way], visible=visible), [
            root, *_codes(), *params, depth, root, limit,
        ])  # fmt: skip
        rows: list[tuple[int, int, str, int, int]] = cursor.fetchall()
        return rows


def _visible(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """What keeps a step to an asset that the actor sees; asked of each one by its key."""
    seen = Asset.objects.visible_to(actor).order_by().filter(pk=_ONWARD).values("pk")
    sql, params = seen.query.sql_with_params()
    return f"{sql} OFFSET 0", tuple(params)


# The asset that a step leads to, where the walk's statement names it.
_ONWARD: Final = Func(template="onward.id", output_field=BigIntegerField())


def _codes() -> tuple[list[str], list[str], list[str]]:
    """The types that reach their source, those that reach their target, and those on which nothing goes further."""
    types = RELATION_TYPES.values()
    return (
        [one.code for one in types if one.reaches == "source"],
        [one.code for one in types if one.reaches == "target"],
        [one.code for one in types if not one.carries_on],
    )


# From an asset `at`: the next ones. The parameters are those of `_codes`, in this order.
_NEXT: Final = {
    Way.REACHED: """
        SELECT tied.id, tied.type::text, tied.type <> ALL(codes.weak) AS carries_on
        FROM (VALUES (%s::text[], %s::text[], %s::text[])) AS codes (to_source, to_target, weak)
        CROSS JOIN LATERAL (
            SELECT r.source_id AS id, r.type FROM assets_assetrelation r
            WHERE r.target_id = at.id AND r.type = ANY(codes.to_source) AND upper_inf(r.period)
            UNION ALL
            SELECT r.target_id, r.type FROM assets_assetrelation r
            WHERE r.source_id = at.id AND r.type = ANY(codes.to_target) AND upper_inf(r.period)
            UNION ALL
            SELECT c.asset_id, 'contains' FROM assets_custody c
            WHERE c.holder_asset_id = at.id AND upper_inf(c.period)
        ) tied""",
    Way.NEEDED: """
        SELECT tied.id, tied.type::text, tied.type <> ALL(codes.weak) AS carries_on
        FROM (VALUES (%s::text[], %s::text[], %s::text[])) AS codes (to_source, to_target, weak)
        CROSS JOIN LATERAL (
            SELECT r.target_id AS id, r.type FROM assets_assetrelation r
            WHERE r.source_id = at.id AND r.type = ANY(codes.to_source) AND upper_inf(r.period)
            UNION ALL
            SELECT r.source_id, r.type FROM assets_assetrelation r
            WHERE r.target_id = at.id AND r.type = ANY(codes.to_target) AND upper_inf(r.period)
            UNION ALL
            SELECT c.holder_asset_id, 'contains' FROM assets_custody c
            WHERE c.asset_id = at.id AND c.holder_asset_id IS NOT NULL AND upper_inf(c.period)
        ) tied""",
}
_WALK: Final = """
    WITH RECURSIVE at (id, via, type, depth, carries_on) AS (
        SELECT %s::bigint, NULL::bigint, '', 0, true
        UNION
        SELECT onward.id, at.id, onward.type, at.depth + 1, onward.carries_on
        FROM at CROSS JOIN LATERAL ({onward}) onward CROSS JOIN LATERAL ({visible}) seen
        WHERE at.carries_on AND at.depth < %s AND onward.id <> %s
    ), best AS (
        SELECT DISTINCT ON (id) id, via, type, depth FROM at WHERE depth > 0
        ORDER BY id, carries_on DESC, depth, via
    )
    SELECT id, via, type, depth, count(*) OVER () FROM best ORDER BY depth, id LIMIT %s"""
_COUNT: Final = """
    SELECT at.id, count(DISTINCT onward.id) FROM unnest(%s::bigint[]) AS at (id)
    CROSS JOIN LATERAL ({onward}) onward CROSS JOIN LATERAL ({visible}) seen GROUP BY at.id"""
