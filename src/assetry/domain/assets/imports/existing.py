"""The assets that rows could mean: found by tag, serial number and id, in statements whose number does not grow."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from assetry.domain.assets.kinds.registry import FACETS
from assetry.kernel.text import tag_key

# What a row can change, and what decides whether it may.
ASSET_COLUMNS = (
    "name", "asset_tag", "serial_number", "serial_key", "model_id", "category_id", "manufacturer_id", "owner_person_id",
    "owner_department_id", "cost_center_id", "criticality", "classification", "ownership", "purchased_on",
    "in_service_on", "ends_on", "replace_on", "supplier_id", "order_number", "cost_amount", "cost_currency", "note",
    "status_id", "location_id", "holder_person_id", "holder_department_id", "holder_asset_id", "holder_supplier_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Existing:
    """One asset as it is: `values` by column, `facet` by column of its typed row."""

    id: int
    public_id: str
    company_id: int
    kind_id: int
    version: int
    open_since: datetime
    values: dict[str, Any]
    facet: dict[str, Any]
    custom: dict[str, Any]

    @property
    def label(self) -> str:
        """What a person knows it by."""
        return str(self.values["asset_tag"] or self.values["name"] or self.public_id)


_NAMED = """
    SELECT id FROM assets_asset WHERE company_id = ANY(%(companies)s)
      AND public.assets_tag_key(asset_tag) = ANY(%(tags)s)
    UNION
    SELECT id FROM assets_asset
    WHERE company_id = ANY(%(companies)s) AND serial_key = ANY(%(serials)s) AND state <> 'disposed'
    UNION
    SELECT id FROM assets_asset WHERE company_id = ANY(%(companies)s) AND public_id = ANY(%(public_ids)s)
"""


def find_existing(
    company_ids: Iterable[int],
    *,
    tags: Iterable[str],
    serials: Iterable[str],
    public_ids: Iterable[str],
    facet: str,
) -> list[Existing]:
    """Every asset of the companies that has one of the tags, serial keys or public ids."""
    params: dict[str, Any] = {
        "companies": sorted(set(company_ids)),
        "tags": sorted({tag_key(tag) for tag in tags}),
        "serials": sorted(set(serials)),
        "public_ids": sorted(set(public_ids)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, params)
        ids = [row[0] for row in cursor.fetchall()]
    return _read(ids, facet) if ids else []


def facet_columns(facet: str) -> tuple[str, ...]:
    """The columns of a facet's table that rows can fill."""
    if facet not in FACETS:
        return ()
    fixed = {"asset_id", "company_id", "facet"}
    return tuple(
        column.attname for column in FACETS[facet]._meta.concrete_fields if column.attname not in fixed
    )


def _read(ids: Sequence[int], facet: str) -> list[Existing]:
    own = facet_columns(facet)
    typed = ", ".join(f"f.{name}" for name in own)
    join = f"LEFT JOIN {FACETS[facet]._meta.db_table} f ON f.asset_id = a.id" if own else ""
    columns = ", ".join(f"a.{name}" for name in ASSET_COLUMNS)
    query = f"""
        SELECT a.id, a.public_id, a.company_id, a.kind_id, a.version,
               greatest(lower(c.period), lower(s.period)), a.custom, {columns}
               {"," if typed else ""} {typed}
        FROM assets_asset a {join}
        LEFT JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
        LEFT JOIN assets_statusperiod s ON s.asset_id = a.id AND upper_inf(s.period)
        WHERE a.id = ANY(%s)
    """
    middle = 7 + len(ASSET_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return [
            Existing(
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                dict(zip(ASSET_COLUMNS, row[7:middle], strict=True)),
                dict(zip(own, row[middle:], strict=True)),
                json.loads(row[6]),
            )
            for row in cursor.fetchall()
        ]


def default_of(model: Any, column: str) -> Any:
    """What a column holds when nobody says anything."""
    field = next(found for found in model._meta.concrete_fields if found.attname == column)
    return None if field.null else field.get_default()
