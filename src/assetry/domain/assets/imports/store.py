"""The statements of an import: one COPY into a table of this transaction, then set-based INSERT and UPDATE."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from assetry.domain.assets import custody_store
from assetry.domain.assets.imports.copying import copy_blocks, copy_column
from assetry.domain.assets.imports.existing import ASSET_COLUMNS, facet_columns
from assetry.domain.assets.imports.lifecycle import HOLDERS
from assetry.domain.assets.imports.plan import Action, Pending, RowPlan
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.public_id import new_public_ids
from assetry.kernel.text import name_sort

STAGE = "import_row"
# Columns of `assets_asset` that follow from others, beside those that rows fill.
_FIXED = ("id", "public_id", "company_id", "kind_id", "facet", "name_sort", "state", "custom", "version")
_STAGED = (*_FIXED, *ASSET_COLUMNS)
_EDITED = tuple(name for name in ASSET_COLUMNS if name not in {*HOLDERS, "status_id", "location_id"})


def lock_existing(rows: Sequence[RowPlan]) -> dict[int, int]:
    """Lock the assets that rows update, in the order of their ids; their versions by id."""
    ids = [row.asset_id for row in rows if row.asset_id is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version FROM assets_asset WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids]
        )
        return dict(cursor.fetchall())


def stage_rows(
    rows: Sequence[RowPlan], kind: AssetKind, model_names: Mapping[Any, str], states: Mapping[int, str]
) -> None:
    """Copy accepted rows into the staging table; new assets get their ids and public ids here."""
    _number_new([row for row in rows if row.action is Action.CREATE])
    facet = facet_columns(kind.facet)
    columns = [
        copy_column(row.action.value for row in rows),
        copy_column(row.moves for row in rows),
        copy_column(row.restated for row in rows),
        copy_column(row.old_tag or None for row in rows),
        [str(row.asset_id) for row in rows],
        [row.public_id for row in rows],
        copy_column(_key(row.asset["company_id"]) for row in rows),
        [str(kind.pk)] * len(rows),
        [kind.facet] * len(rows),
        copy_column(
            name_sort(row.asset["name"] or model_names.get(row.asset["model_id"], "")) for row in rows
        ),
        copy_column(states[row.asset["status_id"]] for row in rows),
        ["{}"] * len(rows),
        ["1"] * len(rows),
        *(copy_column(_key(row.asset[name]) for row in rows) for name in ASSET_COLUMNS),
        *(copy_column(row.facet[name] for row in rows) for name in facet),
    ]
    names = ", ".join(("op", "moves", "restated", "old_tag", *_STAGED, *(f"f_{name}" for name in facet)))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}")
        cursor.execute(_stage_definition(kind.facet, facet))
        with cursor.copy(f"COPY pg_temp.{STAGE} ({names}) FROM STDIN") as copy:
            for block in copy_blocks(columns):
                copy.write(block)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Pending) else value


def _stage_definition(facet_code: str, facet: Sequence[str]) -> str:
    typed = "".join(f", f.{name} AS f_{name}" for name in facet)
    join = f"LEFT JOIN {FACETS[facet_code]._meta.db_table} f ON false" if facet else ""
    asset = ", ".join(f"a.{name}" for name in _STAGED)
    return f"""
        CREATE TEMP TABLE {STAGE} ON COMMIT DROP AS
        SELECT ''::text AS op, false AS moves, false AS restated, a.asset_tag AS old_tag, {asset} {typed}
        FROM assets_asset a {join} WITH NO DATA
    """


def _number_new(rows: Sequence[RowPlan]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('assets_asset', 'id')) FROM generate_series(1, %s)",
            [len(rows)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    for row, asset_id, public_id in zip(rows, ids, new_public_ids(len(rows)), strict=True):
        row.asset_id, row.public_id = asset_id, public_id


def insert_new(kind: AssetKind, at: datetime) -> None:
    """New assets with their facet rows and first periods: four statements."""
    columns, holders, facet = ", ".join(_STAGED), ", ".join(HOLDERS), facet_columns(kind.facet)
    new = f"FROM pg_temp.{STAGE} WHERE op = 'create' ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO assets_asset ({columns}) SELECT {columns} {new}")
        if facet:
            own, staged = ", ".join(facet), ", ".join(f"f_{name}" for name in facet)
            table = FACETS[kind.facet]._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} (asset_id, company_id, facet, {own}) SELECT id, company_id, facet, {staged} {new}"
            )
        cursor.execute(
            f"INSERT INTO assets_custody (asset_id, company_id, {holders}, location_id, period, condition, note) "
            f"SELECT id, company_id, {holders}, location_id, tstzrange(%s, NULL), '', '' {new}",
            [at],
        )
        cursor.execute(
            "INSERT INTO assets_statusperiod (asset_id, company_id, status_id, period) "
            f"SELECT id, company_id, status_id, tstzrange(%s, NULL) {new}",
            [at],
        )


def update_existing(kind: AssetKind, updates: Sequence[RowPlan], at: datetime) -> None:
    """Values, facet values, replaced tags, then custody and status: nine statements however many the rows."""
    _update_values()
    if facet := facet_columns(kind.facet):
        _update_facet(FACETS[kind.facet]._meta.db_table, facet)
    _move([row for row in updates if row.moves], at)
    restated = [row for row in updates if row.restated]
    if restated:
        ids = [row.asset_id for row in restated if row.asset_id is not None]
        custody_store.replace_status(ids, [row.asset["status_id"] for row in restated], at)
    changed = [row.asset_id for row in updates if (row.moves or row.restated) and row.asset_id is not None]
    if changed:
        custody_store.write_mirrors(changed)


def _update_values() -> None:
    values = ", ".join(f"{name} = i.{name}" for name in (*_EDITED, "name_sort"))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE pg_temp.{STAGE}")
        cursor.execute(
            "INSERT INTO assets_assetidentifier (asset_id, company_id, scheme, value, value_key) "
            f"SELECT id, company_id, 'old_tag', old_tag, old_tag FROM pg_temp.{STAGE} WHERE old_tag IS NOT NULL "
            "ON CONFLICT DO NOTHING"
        )
        # Tags and serials may trade places within a file; unique constraints are tested row by row: freed first.
        cursor.execute(f"""
            UPDATE assets_asset a SET asset_tag = NULL, serial_key = NULL FROM pg_temp.{STAGE} i
            WHERE i.op = 'update' AND a.id = i.id
              AND (a.asset_tag IS DISTINCT FROM i.asset_tag OR a.serial_key IS DISTINCT FROM i.serial_key)
        """)
        cursor.execute(
            f"UPDATE assets_asset a SET {values}, version = a.version + 1 "
            f"FROM pg_temp.{STAGE} i WHERE i.op = 'update' AND a.id = i.id"
        )


def _update_facet(table: str, facet: Sequence[str]) -> None:
    values = ", ".join(f"{name} = i.f_{name}" for name in facet)
    before, after = (", ".join(f"{prefix}{name}" for name in facet) for prefix in ("f.", "i.f_"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} f SET {values} FROM pg_temp.{STAGE} i "
            f"WHERE i.op = 'update' AND f.asset_id = i.id AND ({before}) IS DISTINCT FROM ({after})"
        )


def _move(rows: Sequence[RowPlan], at: datetime) -> None:
    if not rows:
        return
    holders, ids = ", ".join(HOLDERS), [row.asset_id for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assets_custody SET period = tstzrange(lower(period), %s) "
            "WHERE asset_id = ANY(%s) AND upper_inf(period)",
            [at, ids],
        )
        cursor.execute(
            f"INSERT INTO assets_custody (asset_id, company_id, {holders}, location_id, period, condition, note) "
            f"SELECT id, company_id, {holders}, location_id, tstzrange(%s, NULL), '', '' "
            f"FROM pg_temp.{STAGE} WHERE op = 'update' AND moves ORDER BY id",
            [at],
        )
