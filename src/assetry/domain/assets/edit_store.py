"""The statements of an edit of many assets: their number does not grow with the rows."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import IntegrityError, connection, models, transaction

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.status_models import Status
from assetry.domain.catalog.models import AssetKind, AssetModel
from assetry.domain.organization.models import Company
from assetry.platform.custom_fields.definitions import PREFIX
from assetry.platform.custom_fields.storing import refuse_taken_value
from assetry.platform.database.constraints import broken_constraint

type Plans = Sequence[tuple[Asset, Mapping[str, Any]]]


# What the rules of an edit ask of every asset, and its name in refusals.
_ASKED = (
    *("kind", "status", "company", "model", "manufacturer", "category", "location", "facet", "version"),
    *("public_id", "name", "name_sort", "asset_tag", "owner_person", "owner_department"),
    *("cost_amount", "cost_currency"),
)
_COLUMNS = frozenset(column.name for column in Asset._meta.concrete_fields)
_SHARED: Final[Mapping[str, "models.QuerySet[Any]"]] = {
    "kind": AssetKind.objects.all(),
    "status": Status.objects.all(),
    "company": Company.objects.all(),
    "model": AssetModel.objects.select_related("manufacturer"),
}


def lock_for_edit(ids: Sequence[int], names: Collection[str] | None = None) -> list[Asset]:
    """The assets with what an edit asks of each, locked in the order of their ids."""
    return _read(Asset.objects.select_for_update(no_key=True), ids, names)


def read_for_edit(ids: Sequence[int], names: Collection[str] | None = None) -> list[Asset]:
    """The assets as they are now; kinds, statuses, companies and models are read once, however many share them.

    With `names` only what an edit of these fields asks; without, everything.
    """
    return _read(Asset.objects.all(), ids, names)


def _read(rows: Any, ids: Sequence[int], names: Collection[str] | None) -> list[Asset]:
    rows = rows.filter(id__among=list(ids)).order_by("pk")
    if names is not None:
        rows = rows.only(*_ASKED, *_columns_of(names))
    has_facets = names is None or not _COLUMNS.issuperset(
        name for name in names if not name.startswith(PREFIX)
    )
    assets = list(rows.prefetch_related(*FACETS) if has_facets else rows)
    for name, shared in _SHARED.items():
        _share(assets, name, shared)
    return assets


def _columns_of(names: Collection[str]) -> set[str]:
    """The columns of the asset that the names stand in; custom fields share one, which is dear to read."""
    return {"custom" if name.startswith(PREFIX) else name for name in names} & _COLUMNS


def _share(assets: Sequence[Asset], name: str, rows: "models.QuerySet[Any]") -> None:
    """One instance for all assets that refer to it: `prefetch_related` asks each asset six questions for the same."""
    reference: Any = Asset._meta.get_field(name)
    keys = [getattr(asset, reference.attname) for asset in assets]
    known = rows.in_bulk(set(keys) - {None})
    for asset, key in zip(assets, keys, strict=True):
        if key is not None:
            reference.set_cached_value(asset, known[key])


def write_columns(plans: Plans) -> None:
    """Give each asset its new columns and count the save: one statement. Raises SerialTaken, CustomValueTaken."""
    if plans:
        with _naming_what_is_taken():
            _update(Asset, "id", {asset.pk: (asset, columns) for asset, columns in plans}, counts=True)


def write_facets(plans: Plans) -> None:
    """Give each asset's facet its new columns: one statement for each kind of facet."""
    for code, model in FACETS.items():
        mine = {asset.pk: (getattr(asset, code), columns) for asset, columns in plans if asset.facet == code}
        if mine:
            _update(model, "asset_id", mine, counts=False)


def _update(
    model: type[models.Model],
    key: str,
    rows: Mapping[int, tuple[models.Model, Mapping[str, Any]]],
    *,
    counts: bool,
) -> None:
    """What is the same for all rows travels once; a row keeps the columns that others change and it does not."""
    names = sorted({name for _row, columns in rows.values() for name in columns})
    sets, params = [], []
    arrays: list[tuple[str, str]] = []
    columns_given: list[Any] = []
    for name in names:
        column: Any = model._meta.get_field(name)
        values = [
            _stored(columns[name]) if name in columns else _stored(getattr(row, column.attname))
            for row, columns in rows.values()
        ]
        type_, target = column.db_type(connection), column.column
        if all(value == values[0] for value in values):
            sets.append(f"{target} = %s::{type_}")
            params.append(values[0])
        else:
            sets.append(f"{target} = i.{target}")
            arrays.append((target, type_))
            columns_given.append(values)
    if counts:
        sets.append("version = a.version + 1")
    given = ", ".join(["id", *(target for target, _type in arrays)])
    unnested = ", ".join(["%s::bigint[]", *(f"%s::{type_}[]" for _target, type_ in arrays)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} a SET {', '.join(sets)} "
            f"FROM unnest({unnested}) AS i ({given}) WHERE a.{key} = i.id",
            [*params, list(rows), *columns_given],
        )


def _stored(value: Any) -> Any:
    """A value as the driver takes it: references by their keys, JSON as text."""
    if isinstance(value, models.Model):
        return value.pk
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


@contextmanager
def _naming_what_is_taken() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refuse_taken_value(error)
        for name, refusal in (
            ("asset_serial_unique", lambda taken: refusals.SerialTaken(field="serial_number", serial=taken)),
            ("asset_tag_unique", lambda taken: refusals.TagTaken(field="asset_tag", tag=taken)),
        ):
            if name in broken_constraint(error):
                raise refusal(_taken(error)) from error
        raise


def _taken(error: IntegrityError) -> str:
    """The value that PostgreSQL found twice: the last one of "Key (a, b)=(1, X) already exists."."""
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", "") or ""
    return detail.rpartition(") already")[0].rpartition(", ")[2]
