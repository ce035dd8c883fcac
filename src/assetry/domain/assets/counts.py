"""Exact counts: from the counters where the scope is made of companies and places, else counted live."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.count_models import (
    CategoryCount,
    CounterRow,
    LocationCount,
    PlaceCount,
    StatusCount,
)
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.querysets import AssetQuerySet
from assetry.domain.assets.status_models import Status
from assetry.domain.catalog.models import AssetModel
from assetry.platform.permissions.actor import Actor

# The counters and what they count by, beside the company.
_KEYS = {
    "assets_statuscount": "kind_id, status_id",
    "assets_categorycount": "category_id",
    "assets_locationcount": "location_id",
    "assets_placecount": "location_id, kind_id, status_id",
}


_STATUSES = """
    SELECT s.*, coalesce(counted.n, 0) AS counted FROM assets_status s LEFT JOIN (
        SELECT status_id, sum(n)::bigint AS n FROM assets_statuscount
        WHERE company_id = ANY(%(companies)s) AND (%(kind)s::int IS NULL OR kind_id = %(kind)s) GROUP BY status_id
    ) AS counted ON counted.status_id = s.id ORDER BY s.position, s.id
"""


def list_counted_statuses(actor: Actor, kind_id: int | None = None) -> list[tuple[Status, int]]:
    """Every status in the organization's order, with how many assets (of a kind) the actor sees in it."""
    whole = scope_of_whole_companies(actor)
    if whole is not None:
        return _counted(list(whole), kind_id)
    live: dict[int, int] = {}
    for (kind, status_id), n in count_by_status(actor).items():
        if kind_id in (None, kind):
            live[status_id] = live.get(status_id, 0) + n
    return [
        (status, live.get(status.pk, 0)) for status in Status.objects.as_words().order_by("position", "id")
    ]


def _counted(company_ids: list[int], kind_id: int | None) -> list[tuple[Status, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_STATUSES, {"companies": company_ids, "kind": kind_id})
        *names, _n = (column.name for column in cursor.description)
        return [(Status.from_db(connection.alias, names, row[:-1]), row[-1]) for row in cursor.fetchall()]


# Every facet that the counters know, in one statement. Categories of other kinds do not count, and of one kind's
# places no counter knows.
_FACETS = """
    WITH kept AS (
        SELECT c.company_id, c.kind_id, c.status_id, s.state, c.n
        FROM assets_statuscount c JOIN assets_status s ON s.id = c.status_id
        WHERE c.company_id = ANY(%(companies)s) AND (%(kind)s::int IS NULL OR c.kind_id = %(kind)s)
    ), figures AS (
        SELECT CASE grouping(status_id, kind_id, company_id, state)
                   WHEN 7 THEN 'status' WHEN 11 THEN 'kind' WHEN 13 THEN 'company' ELSE 'state' END AS facet,
               coalesce(status_id::text, kind_id::text, company_id::text, state) AS value, sum(n) AS n
        FROM kept GROUP BY GROUPING SETS ((status_id), (kind_id), (company_id), (state))
        UNION ALL
        SELECT 'category', c.category_id::text, sum(c.n)
        FROM assets_categorycount c JOIN catalog_category k ON k.id = c.category_id
        WHERE c.company_id = ANY(%(companies)s) AND (%(kind)s::int IS NULL OR k.kind_id = %(kind)s)
        GROUP BY c.category_id
        UNION ALL
        SELECT 'location', location_id::text, sum(n) FROM assets_locationcount
        WHERE company_id = ANY(%(companies)s) AND %(kind)s::int IS NULL GROUP BY location_id
    )
    SELECT facet, value, n::bigint FROM figures WHERE n <> 0
"""
_COUNTED_FACETS = ("status", "kind", "company", "state", "category", "location")


def count_facets(actor: Actor, kind_id: int | None = None) -> dict[str, dict[str | None, int]]:
    """By facet, how many assets (of a kind) the actor sees with each value, as far as the counters know it.

    Values are keys as text, None: none. Nothing where the scope is finer than whole companies.
    """
    whole = scope_of_whole_companies(actor)
    if whole is None:
        return {}
    known = _COUNTED_FACETS if kind_id is None else _COUNTED_FACETS[:-1]
    counts: dict[str, dict[str | None, int]] = {name: {} for name in known}
    with connection.cursor() as cursor:
        cursor.execute(_FACETS, {"companies": list(whole), "kind": kind_id})
        for facet, value, n in cursor.fetchall():
            counts[facet][value] = n
    return counts


def count_by_status(actor: Actor) -> dict[tuple[int, int], int]:
    """How many assets the actor sees, by (kind id, status id)."""
    return {
        (kind, status): n
        for (kind, status), n in _counts(actor, StatusCount, ("kind_id", "status_id")).items()
    }


def count_by_category(actor: Actor) -> dict[int, int]:
    """How many assets the actor sees, by category id."""
    return {key: n for (key,), n in _counts(actor, CategoryCount, ("category_id",)).items()}


def count_by_location(actor: Actor) -> dict[int | None, int]:
    """How many assets the actor sees, by location id; None: those that stand nowhere."""
    return {key: n for (key,), n in _counts(actor, LocationCount, ("location_id",)).items()}


def count_by_kind(actor: Actor) -> dict[int, int]:
    """How many assets the actor sees, by kind id."""
    totals: dict[int, int] = {}
    for (kind, _status), n in count_by_status(actor).items():
        totals[kind] = totals.get(kind, 0) + n
    return totals


def count_of_model_by_status(actor: Actor, model: AssetModel) -> dict[int, int]:
    """How many assets of a model the actor sees, by status id."""
    seen = Asset.objects.visible_to(actor).filter(model=model)
    return dict(seen.values_list("status_id").annotate(n=Count("id")).order_by())


def _counts(
    actor: Actor, counter: type[CounterRow], columns: tuple[str, ...]
) -> Mapping[tuple[Any, ...], int]:
    whole = scope_of_whole_companies(actor)
    if whole is not None:
        return _added_up(_kept(counter._default_manager.filter(company_id__in=whole), columns))
    scope = actor.scope(P.VIEW)
    if counter is CategoryCount or any(box.category_ids is not None for box in scope.boxes):
        return _added_up(_live(Asset.objects.visible_to(actor), columns))
    kept = _kept(PlaceCount.objects.filter(scope.predicate(location="location_id")), columns)
    return _added_up(kept.union(_live(Asset.objects.only_theirs(actor), columns), all=True))


def _kept(rows: "QuerySet[Any]", columns: tuple[str, ...]) -> Any:
    return rows.values_list(*columns).annotate(total=Sum("n")).order_by()


def _live(assets: AssetQuerySet, columns: tuple[str, ...]) -> Any:
    return assets.values_list(*columns).annotate(total=Count("id")).order_by()


def _added_up(rows: Any) -> dict[tuple[Any, ...], int]:
    """The last column by the others; what is 0 is left out."""
    counts: dict[tuple[Any, ...], int] = {}
    for *key, n in rows:
        counts[tuple(key)] = counts.get(tuple(key), 0) + int(n)
    return {key: n for key, n in counts.items() if n}


def scope_of_whole_companies(actor: Actor) -> tuple[int, ...] | None:
    """The companies whose every asset the actor sees, and no other asset; None where the scope is finer."""
    scope = actor.scope(P.VIEW)
    whole = scope.whole_company_ids
    is_whole = set(scope.company_ids) == set(whole) and set(actor.own_company_ids) <= set(whole)
    return whole if is_whole and whole else None


def recount_differences() -> dict[str, int]:
    """Per counter, how many keys differ from a recount of the assets; all 0 unless something is broken."""
    differences: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table, columns in _KEYS.items():
            cursor.execute(
                f"""
                SELECT count(*) FROM (
                    SELECT company_id, {columns} FROM (
                        SELECT company_id, {columns}, n FROM {table}
                        UNION ALL SELECT company_id, {columns}, -1 FROM assets_asset
                    ) AS everything GROUP BY company_id, {columns} HAVING sum(n) <> 0
                ) AS wrong
                """
            )
            differences[table] = int(cursor.fetchone()[0])
    return differences


def rebuild_counters() -> None:
    """Count every asset anew, while nobody writes any. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE assets_asset IN SHARE ROW EXCLUSIVE MODE")
        for table, columns in _KEYS.items():
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(
                f"""
                INSERT INTO {table} (company_id, {columns}, n)
                SELECT company_id, {columns}, count(*) FROM assets_asset GROUP BY company_id, {columns}
                """
            )


def fold_counters() -> None:
    """Replace the rows of each key by their sum; one statement a counter, so every reader sees one or the other."""
    with connection.cursor() as cursor:
        for table, columns in _KEYS.items():
            cursor.execute(
                f"""
                WITH folded AS (DELETE FROM {table} RETURNING company_id, {columns}, n)
                INSERT INTO {table} (company_id, {columns}, n)
                SELECT company_id, {columns}, sum(n) FROM folded GROUP BY company_id, {columns} HAVING sum(n) <> 0
                """
            )
