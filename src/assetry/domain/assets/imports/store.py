"""The statements of an import: new rows by one COPY a table, changed ones by set-based UPDATE.

The application's role makes no tables, temporary ones neither. A COPY fires the trail's triggers once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from operator import itemgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from assetry.domain.assets import custody_store
from assetry.domain.assets.imports.copying import copy_blocks, copy_column, copy_text
from assetry.domain.assets.imports.existing import ASSET_COLUMNS, facet_columns
from assetry.domain.assets.imports.lifecycle import HOLDERS
from assetry.domain.assets.imports.plan import Pending, RowPlan
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.public_id import new_public_ids
from assetry.kernel.text import name_sort

_EDITED = tuple(name for name in ASSET_COLUMNS if name not in {*HOLDERS, "status_id", "location_id"})
# As many changed rows as travel in one parameter.
_BATCH = 20_000
type Columns = Mapping[str, list[str]]


def lock_existing(rows: Sequence[RowPlan]) -> dict[int, int]:
    """Lock the assets that rows update, in the order of their ids; their versions by id."""
    ids = [row.asset_id for row in rows if row.asset_id is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version FROM assets_asset WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids]
        )
        return dict(cursor.fetchall())


def insert_new(
    kind: AssetKind,
    rows: Sequence[RowPlan],
    *,
    names: Mapping[Any, str],
    states: Mapping[int, str],
    at: datetime,
    tell: Callable[[float], None],
) -> None:
    """New assets with their facet rows and first periods. They get their ids and public ids here.

    `tell` learns which share of it is done.
    """
    _number(rows)
    assets, facets = [row.asset for row in rows], [row.facet for row in rows]
    columns = {
        "id": [str(row.asset_id) for row in rows],
        "public_id": [row.public_id for row in rows],
        "company_id": _written(assets, "company_id"),
        "kind_id": [str(kind.pk)] * len(rows),
        "facet": [kind.facet] * len(rows),
        "name_sort": copy_column(_name_sort(row, names) for row in rows),
        "state": copy_column(states[asset["status_id"]] for asset in assets),
        "custom": copy_column(_json(row.custom) for row in rows),
        "version": ["1"] * len(rows),
        **{name: _written(assets, name) for name in ASSET_COLUMNS},
    }
    _copy("assets_asset", columns)
    tell(0.5)
    owner = {"asset_id": columns["id"], "company_id": columns["company_id"]}
    if kind.facet in FACETS:
        typed = {name: _written(facets, name) for name in facet_columns(kind.facet)}
        _copy(FACETS[kind.facet]._meta.db_table, {**owner, "facet": columns["facet"], **typed})
    tell(0.6)
    _copy("assets_custody", {**owner, **_places(columns), **_period(at, len(rows))})
    tell(0.8)
    status = {"status_id": columns["status_id"], "period": _period(at, len(rows))["period"]}
    _copy("assets_statusperiod", {**owner, **status})


def _json(custom: dict[str, Any]) -> str:
    return json.dumps(custom, ensure_ascii=False) if custom else "{}"


def _number(rows: Sequence[RowPlan]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('assets_asset', 'id')) FROM generate_series(1, %s)",
            [len(rows)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    for row, asset_id, public_id in zip(rows, ids, new_public_ids(len(rows)), strict=True):
        row.asset_id, row.public_id = asset_id, public_id


def _name_sort(row: RowPlan, names_of_models: Mapping[Any, str]) -> str:
    return name_sort(row.asset["name"] or names_of_models.get(row.asset["model_id"], ""))


def _written(values: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return copy_column(map(itemgetter(name), values), lambda value: copy_text(_key(value)))


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Pending) else value


def _places(columns: Columns) -> dict[str, list[str]]:
    return {name: columns[name] for name in (*HOLDERS, "location_id")}


def _period(at: datetime, count: int) -> dict[str, list[str]]:
    """From the instant on, with what every custody has."""
    return {"period": [f"[{at.isoformat()},)"] * count, "condition": [""] * count, "note": [""] * count}


def _copy(table: str, columns: Columns) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for block in copy_blocks(list(columns.values())):
            copy.write(block)


# Rows that are there ----------------------------------------------------------------------------------------


def update_existing(kind: AssetKind, rows: Sequence[RowPlan], names: Mapping[Any, str], at: datetime) -> None:
    """Values, facet values, replaced tags, then custody and status: eight statements for any 20,000 rows."""
    _keep_old_tags([row for row in rows if row.old_tag])
    _update_values(rows, names)
    if kind.facet in FACETS:
        _update_facet(FACETS[kind.facet]._meta.db_table, facet_columns(kind.facet), rows)
    _move([row for row in rows if row.moves], at)
    restated = [row for row in rows if row.restated]
    if restated:
        statuses = [row.asset["status_id"] for row in restated]
        custody_store.replace_status(_ids(restated), statuses, at)
    changed = [row for row in rows if row.moves or row.restated]
    if changed:
        custody_store.write_mirrors(_ids(changed))


def _ids(rows: Sequence[RowPlan]) -> list[int]:
    return [row.asset_id for row in rows if row.asset_id is not None]


def _keep_old_tags(rows: Sequence[RowPlan]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO assets_assetidentifier (asset_id, company_id, scheme, value, value_key)
            SELECT a.id, a.company_id, 'old_tag', i.tag, public.assets_tag_key(i.tag)
            FROM unnest(%s::bigint[], %s::text[]) AS i (id, tag) JOIN assets_asset a ON a.id = i.id
            ON CONFLICT DO NOTHING
            """,
            [_ids(rows), [row.old_tag for row in rows]],
        )


def _update_values(rows: Sequence[RowPlan], names: Mapping[Any, str]) -> None:
    values = ", ".join(f"{name} = i.{name}" for name in (*_EDITED, "name_sort", "custom"))
    records = (
        {
            "id": row.asset_id,
            "name_sort": _name_sort(row, names),
            "custom": row.custom,
            **{name: _key(row.asset[name]) for name in _EDITED},
        }
        for row in rows
    )
    with connection.cursor() as cursor:
        for batch in _as_json(records):
            cursor.execute(
                f"UPDATE assets_asset a SET {values}, version = a.version + 1 "
                "FROM json_populate_recordset(NULL::assets_asset, %s::json) i WHERE a.id = i.id",
                [batch],
            )


def _update_facet(table: str, names: Sequence[str], rows: Sequence[RowPlan]) -> None:
    values = ", ".join(f"{name} = i.{name}" for name in names)
    before, after = (", ".join(f"{prefix}.{name}" for name in names) for prefix in ("f", "i"))
    records = ({"asset_id": row.asset_id, **row.facet} for row in rows)
    with connection.cursor() as cursor:
        for batch in _as_json(records):
            cursor.execute(
                f"UPDATE {table} f SET {values} FROM json_populate_recordset(NULL::{table}, %s::json) i "
                f"WHERE f.asset_id = i.asset_id AND ({before}) IS DISTINCT FROM ({after})",
                [batch],
            )


def _as_json(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    for some in batched(records, _BATCH):
        yield json.dumps(some, cls=DjangoJSONEncoder, ensure_ascii=False)


def _move(rows: Sequence[RowPlan], at: datetime) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assets_custody SET period = tstzrange(lower(period), %s) "
            "WHERE asset_id = ANY(%s) AND upper_inf(period)",
            [at, _ids(rows)],
        )
    columns = {
        name: copy_column(_key(row.asset[name]) for row in rows)
        for name in ("company_id", *HOLDERS, "location_id")
    }
    _copy("assets_custody", {"asset_id": copy_column(_ids(rows)), **columns, **_period(at, len(rows))})
