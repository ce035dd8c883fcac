"""A4's rows about relations, the class of what is stored, and releases."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assetry.domain.assets import operations as assets
from assetry.domain.catalog import release_operations as releases
from assetry.domain.catalog.starter_pack import starter_pack
from tests.support import doors
from tests.support.doors import Doorway
from tests.support.scopes import World

ID = "{row.public_id}"
# Operation, entity, its doors, and the corners in which it is asked.
type Row = tuple[str, str, Mapping[str, Doorway], tuple[str, ...]]
_CORNERS = ("plain", "room", "laptop", "child", "other")
_OVERRIDE = {"classification": "internal", "reason": "Hashes.", "expires_on": date.max}


def _twin(world: World, row: Any) -> Any:
    """The other asset of the corner."""
    return next(one.target for one in world.things["relation"].values() if one.source_id == row.pk)


def _ends(world: World, row: Any) -> dict[str, Any]:
    return {"source": row, "type": "connects_to", "target": _twin(world, row)}


def _sent(world: World, row: Any) -> dict[str, Any]:
    return {name: getattr(value, "public_id", value) for name, value in _ends(world, row).items()}


def _here(world: World, row: Any) -> dict[str, Any]:
    return {"relation": "connects_to", "other": _twin(world, row).public_id}


def _until(world: World) -> date:
    return world.at.date()


def _changed(_world: World, _row: Any) -> dict[str, Any]:
    return {"note": "Changed."}


def relation_rows() -> Iterator[Row]:
    """The rows."""
    yield (
        "relate_assets",
        "asset",
        {
            "operation": doors.of_operation(
                assets.relate_assets, lambda world, row: {"values": _ends(world, row)}
            ),
            "page": doors.of_page("/relations/new", _sent),
            "page of the asset": doors.of_page(f"/assets/{ID}/relate", _here),
            "api": doors.of_api("POST", "/relations", _sent),
        },
        _CORNERS,
    )
    yield (
        "edit_relation",
        "relation",
        {
            "operation": doors.of_operation(
                assets.edit_relation,
                lambda world, row: {"relation": row, "changes": _changed(world, row), "version": None},
            ),
            "page": doors.of_page(f"/relations/{ID}/edit", _changed),
            "api": doors.of_api("PATCH", f"/relations/{ID}", _changed),
        },
        _CORNERS,
    )
    yield (
        "end_relation",
        "relation",
        {
            "operation": doors.of_operation(assets.end_relation, lambda _w, row: {"relation": row}),
            "page": doors.of_button(f"/relations/{ID}/end"),
            "api": doors.of_api("POST", f"/relations/{ID}/end"),
        },
        _CORNERS,
    )
    yield (
        "override_class",
        "asset",
        {
            "operation": doors.of_operation(
                assets.override_class,
                lambda world, row: {"asset": row, **_OVERRIDE, "expires_on": _until(world)},
            ),
            "page": doors.of_page(
                f"/assets/{ID}/class",
                lambda world, _r: {**_OVERRIDE, "expires_on": _until(world).isoformat()},
            ),
        },
        _CORNERS,
    )
    yield (
        "load_releases",
        "",
        {
            "operation": doors.of_operation(releases.load_releases, lambda _w, _r: {"pack": starter_pack()}),
            "page": doors.of_page("/settings/releases/load", lambda _w, _r: {}),
        },
        (),
    )
