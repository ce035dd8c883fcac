"""A4's rows about licenses: what is bought, shown, given and taken back."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from assetry.domain.software import allocation_operations as given
from assetry.domain.software import operations as bought
from tests.support import doors
from tests.support.doors import Doorway
from tests.support.scopes import World

ID = "{row.public_id}"
# (operation, entity, doors, the entity by whose limits it is decided, corners)
type Row = tuple[str, str, Mapping[str, Doorway], str, tuple[str, ...]]
_CORNERS = ("plain", "child", "other")


def corner_of(world: World, company_id: int) -> str:
    """The corner of a company."""
    return next(corner for corner, one in world.things["company"].items() if one.pk == company_id)


def _new(word: str) -> Callable[[World, Any], dict[str, Any]]:
    """What a new one is made of, in the corner of its company (the row)."""

    def values(world: World, row: Any) -> dict[str, Any]:
        corner = corner_of(world, row.pk)
        if word == "license":
            return {"product": world.shared["software_product"]}
        if word == "entitlement":
            return {"product": world.shared["software_product"], "quantity": 2}
        return {
            "license": world.things["license"][corner],
            "department": world.things["department"][corner],
            "quantity": 1,
        }

    return values


def _sent(values: Callable[[World, Any], dict[str, Any]]) -> Callable[[World, Any], dict[str, Any]]:
    def sent(world: World, row: Any) -> dict[str, Any]:
        named = {name: getattr(value, "public_id", value) for name, value in values(world, row).items()}
        return {**named, "company": row.public_id}

    return sent


def _given(values: Callable[[World, Any], dict[str, Any]]) -> Callable[[World, Any], dict[str, Any]]:
    return lambda world, row: {"company": row, "values": values(world, row)}


def _changed(entity: str, changes: dict[str, Any]) -> Callable[[World, Any], dict[str, Any]]:
    return lambda _world, row: {entity: row, "changes": changes, "version": None}


def _makings() -> Iterator[Row]:
    for word, path, call in (
        ("license", "licenses", bought.create_license),
        ("entitlement", "license-purchases", bought.add_entitlement),
        ("allocation", "license-allocations", given.create_allocation),
    ):
        values = _new(word)
        yield (
            call.__name__,
            "company",
            {
                "operation": doors.of_operation(call, _given(values)),
                "page": doors.of_page(f"/{path}/new", _sent(values)),
                "api": doors.of_api("POST", f"/{path}", _sent(values)),
            },
            "department",
            _CORNERS,
        )


def _changes() -> Iterator[Row]:
    note = {"note": "Changed."}
    for entity, path, call in (
        ("license", "licenses", bought.edit_license),
        ("entitlement", "license-purchases", bought.edit_entitlement),
        ("allocation", "license-allocations", given.edit_allocation),
    ):
        yield (
            call.__name__,
            entity,
            {
                "operation": doors.of_operation(call, _changed(entity, note)),
                "page": doors.of_page(f"/{path}/{ID}/edit", lambda _w, _r: note),
                "api": doors.of_api("PATCH", f"/{path}/{ID}", lambda _w, _r: note),
            },
            "",
            (),
        )


def _of_lines() -> Iterator[Row]:
    """What is done with a line: by its operation, and by a form or a button of its page."""
    base = f"/license-purchases/{ID}"

    def row(call: Callable[..., Any], at: Doorway, values: Callable[[World, Any], dict[str, Any]]) -> Row:
        operation = doors.of_operation(call, lambda world, row: {"entitlement": row, **values(world, row)})
        return call.__name__, "entitlement", {"operation": operation, "page": at}, "", ()

    def product(world: World) -> Any:
        return world.shared["software_product"]

    year, some, key = {"ends_on": date(2030, 12, 31)}, {"quantity": 1}, {"license_key": "NEW-1"}
    yield row(
        bought.renew_entitlement,
        doors.of_page(f"{base}/renew", lambda _w, _r: {"ends_on": "2030-12-31"}),
        lambda _w, _r: year,
    )
    yield row(
        bought.correct_entitlement,
        doors.of_page(f"{base}/take-back", lambda _w, _r: some),
        lambda _w, _r: some,
    )
    yield row(
        bought.upgrade_entitlement,
        doors.of_page(f"{base}/upgrade", lambda world, _r: {**some, "product": product(world).public_id}),
        lambda world, _r: {**some, "product": product(world), "values": {}},
    )
    yield row(bought.set_license_key, doors.of_page(f"{base}/key", lambda _w, _r: key), lambda _w, _r: key)
    yield row(bought.reveal_license_key, doors.of_button(f"{base}/key/show"), lambda _w, _r: {})


def _of_seats() -> Iterator[Row]:
    base = f"/license-allocations/{ID}"

    def department(world: World, row: Any) -> Any:
        return world.things["department"][corner_of(world, row.company_id)]

    yield (
        "transfer_allocation",
        "allocation",
        {
            "operation": doors.of_operation(
                given.transfer_allocation,
                lambda world, row: {"allocation": row, "holder": department(world, row)},
            ),
            "page": doors.of_page(
                f"{base}/transfer", lambda world, row: {"department": department(world, row).public_id}
            ),
        },
        "",
        _CORNERS,
    )
    yield (
        "release_seats",
        "allocation",
        {
            "operation": doors.of_operation(given.release_seats, lambda _w, row: {"allocations": [row]}),
            "page": doors.of_button(f"{base}/release"),
            "api": doors.of_api("POST", f"{base}/release"),
        },
        "",
        (),
    )
    yield (
        "allocate_seats",
        "license",
        {
            "operation": doors.of_operation(
                given.allocate_seats,
                lambda world, row: {"license": row, "holders": [department(world, row)]},
            )
        },
        "",
        _CORNERS,
    )


def license_rows() -> Iterator[Row]:
    """All of them."""
    yield from _makings()
    yield from _changes()
    yield from _of_lines()
    yield from _of_seats()
