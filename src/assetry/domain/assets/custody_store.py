"""The statements of custody: set-based, so that their number does not grow with the assets. Locks included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from assetry.domain.assets.holders import HOLDER_COLUMNS
from assetry.domain.assets.rules import AssetFacts

# Advisory locks on the tree of containment: (this, company id).
_TREE_LOCK_SPACE = 7041

_FACTS = """
    SELECT a.id, coalesce(a.asset_tag, nullif(a.name, ''), a.public_id), a.company_id, a.category_id, a.kind_id,
           k.is_custodied, s.id, s.name, s.state, s.is_assignable, s.is_frozen,
           coalesce(p.name, d.name, h.asset_tag, h.name, u.name),
           a.holder_person_id, a.holder_department_id, a.holder_asset_id, a.holder_supplier_id,
           a.location_id, greatest(lower(c.period), lower(sp.period)), a.version, o.time_zone,
           EXISTS (SELECT FROM assets_custody i WHERE i.holder_asset_id = a.id AND upper_inf(i.period)),
           a.expected_return_on
    FROM assets_asset a
    JOIN organization_company o ON o.id = a.company_id
    JOIN catalog_assetkind k ON k.id = a.kind_id
    JOIN assets_status s ON s.id = a.status_id
    LEFT JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
    LEFT JOIN assets_statusperiod sp ON sp.asset_id = a.id AND upper_inf(sp.period)
    LEFT JOIN organization_person p ON p.id = a.holder_person_id
    LEFT JOIN organization_department d ON d.id = a.holder_department_id
    LEFT JOIN assets_asset h ON h.id = a.holder_asset_id
    LEFT JOIN organization_supplier u ON u.id = a.holder_supplier_id
    WHERE a.id = ANY(%s) ORDER BY a.id
"""


@dataclass(frozen=True, slots=True)
class NewCustody:
    """What the new periods hold; `holder` None keeps each asset's own."""

    holder: dict[str, int | None] | None
    effective_at: datetime
    expected_return_on: date | None = None
    condition: str = ""
    note: str = ""


def lock_assets(ids: Sequence[int], into_id: int | None = None) -> list[AssetFacts]:
    """Lock the assets, and the one that they go into, in the order of their ids; then read what decides about each.

    Two statements: what was joined before the lock was granted could be out of date. The container's lock keeps it
    where it is until its new contents are there.
    """
    wanted = list(ids) if into_id is None else [*ids, into_id]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM assets_asset WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [wanted]
        )
    return read_assets(ids)


def read_assets(ids: Sequence[int]) -> list[AssetFacts]:
    """What decides about each asset, as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [list(ids)])
        return [_facts(row) for row in cursor.fetchall()]


def _facts(row: tuple[Any, ...]) -> AssetFacts:
    held = next(
        ((column, key) for column, key in zip(HOLDER_COLUMNS, row[12:16], strict=True) if key is not None),
        None,
    )
    values = [*row[:12], held, *row[16:22]]
    return AssetFacts(*values)


def lock_trees(ids: Sequence[int], into_company_id: int | None) -> set[int]:
    """Serialize what changes containment, or moves what is contained; returns the companies whose tree is locked.

    A statement of its own: what is walked and moved along after it must include what others did before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT a.company_id FROM assets_asset a
            WHERE a.id = ANY(%s) AND (a.holder_asset_id IS NOT NULL OR EXISTS (
                SELECT FROM assets_custody c WHERE c.holder_asset_id = a.id AND upper_inf(c.period)))
            """,
            [list(ids)],
        )
        companies: set[int] = {row[0] for row in cursor.fetchall()}
    if into_company_id is not None:
        companies.add(into_company_id)
    for company_id in sorted(companies):
        lock_tree(company_id)
    return companies


def lock_tree(company_id: int) -> None:
    """Let one transaction at a time change what lies in what, in one company."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_TREE_LOCK_SPACE, company_id])


def ancestors(asset_id: int) -> list[int]:
    """The asset and everything that it lies in, innermost first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE up AS (
                SELECT id, holder_asset_id, 1 AS depth FROM assets_asset WHERE id = %s
                UNION ALL
                SELECT a.id, a.holder_asset_id, up.depth + 1 FROM up JOIN assets_asset a ON a.id = up.holder_asset_id
                WHERE up.depth < 20
            )
            SELECT id FROM up ORDER BY depth
            """,
            [asset_id],
        )
        return [row[0] for row in cursor.fetchall()]


def depths_below(ids: Sequence[int]) -> dict[int, int]:
    """How many levels of things lie in each of these assets (0: it holds nothing)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below AS (
                SELECT root, root AS id, 0 AS depth FROM unnest(%s::bigint[]) AS root
                UNION ALL
                SELECT below.root, c.asset_id, below.depth + 1
                FROM below JOIN assets_custody c ON c.holder_asset_id = below.id AND upper_inf(c.period)
                WHERE below.depth < 20
            )
            SELECT root, max(depth) FROM below GROUP BY root
            """,
            [list(ids)],
        )
        return dict(cursor.fetchall())


def replace_custody(ids: Sequence[int], location_ids: Sequence[int | None], new: NewCustody) -> None:
    """Close the open periods at the instant and open new ones there: two statements.

    Who keeps it is expected to give it back on the day that was agreed, unless another one is given.
    """
    keeps = new.holder is None
    values = [
        value for column in HOLDER_COLUMNS for value in (keeps, new.holder[column] if new.holder else None)
    ]
    with connection.cursor() as cursor:
        _close("assets_custody", ids, new.effective_at, cursor)
        cursor.execute(
            """
            INSERT INTO assets_custody (asset_id, company_id, holder_person_id, holder_department_id, holder_asset_id,
                                        holder_supplier_id, location_id, period, expected_return_on, condition, note)
            SELECT a.id, a.company_id,
                   CASE WHEN %s THEN a.holder_person_id ELSE %s END,
                   CASE WHEN %s THEN a.holder_department_id ELSE %s END,
                   CASE WHEN %s THEN a.holder_asset_id ELSE %s END,
                   CASE WHEN %s THEN a.holder_supplier_id ELSE %s END,
                   target.location_id, tstzrange(%s, NULL),
                   coalesce(%s, CASE WHEN %s THEN a.expected_return_on END), %s, %s
            FROM unnest(%s::bigint[], %s::int[]) AS target (id, location_id) JOIN assets_asset a ON a.id = target.id
            """,
            [
                *values,
                new.effective_at,
                new.expected_return_on,
                keeps,
                new.condition,
                new.note,
                list(ids),
                list(location_ids),
            ],
        )


def replace_status(ids: Sequence[int], status_ids: Sequence[int], effective_at: datetime) -> None:
    """Close the open status periods at the instant and open new ones there: two statements."""
    with connection.cursor() as cursor:
        _close("assets_statusperiod", ids, effective_at, cursor)
        cursor.execute(
            """
            INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period)
            SELECT a.id, a.company_id, target.status_id, tstzrange(%s, NULL)
            FROM unnest(%s::bigint[], %s::int[]) AS target (id, status_id) JOIN assets_asset a ON a.id = target.id
            """,
            [effective_at, list(ids), list(status_ids)],
        )


def _close(table: str, ids: Sequence[int], effective_at: datetime, cursor: Any) -> None:
    cursor.execute(
        f"UPDATE {table} SET period = tstzrange(lower(period), %s) WHERE asset_id = ANY(%s) AND upper_inf(period)",
        [effective_at, list(ids)],
    )


def write_mirrors(ids: Sequence[int]) -> None:
    """Bring the assets' mirrors in step with their open periods; then everything inside them: two statements.

    What lies in another asset is where that is now: its own period says where it was put in.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE assets_asset a SET
                holder_person_id = c.holder_person_id, holder_department_id = c.holder_department_id,
                holder_asset_id = c.holder_asset_id, holder_supplier_id = c.holder_supplier_id,
                location_id = CASE WHEN h.id IS NULL THEN c.location_id ELSE h.location_id END,
                expected_return_on = c.expected_return_on, container_root_id = coalesce(h.container_root_id, h.id),
                status_id = sp.status_id, state = s.state, version = a.version + 1
            FROM assets_custody c LEFT JOIN assets_asset h ON h.id = c.holder_asset_id,
                 assets_statusperiod sp, assets_status s
            WHERE a.id = ANY(%s) AND c.asset_id = a.id AND upper_inf(c.period)
              AND sp.asset_id = a.id AND upper_inf(sp.period) AND s.id = sp.status_id
            """,
            [list(ids)],
        )
        cursor.execute(
            """
            WITH RECURSIVE below AS (
                SELECT c.asset_id AS id, coalesce(outer_asset.container_root_id, outer_asset.id) AS root_id,
                       outer_asset.location_id
                FROM assets_asset outer_asset
                JOIN assets_custody c ON c.holder_asset_id = outer_asset.id AND upper_inf(c.period)
                WHERE outer_asset.id = ANY(%s)
                UNION ALL
                SELECT c.asset_id, below.root_id, below.location_id
                FROM below JOIN assets_custody c ON c.holder_asset_id = below.id AND upper_inf(c.period)
            )
            UPDATE assets_asset a SET location_id = below.location_id, container_root_id = below.root_id
            FROM below WHERE a.id = below.id
            """,
            [list(ids)],
        )
