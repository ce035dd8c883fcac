"""The floor of an asset's page: what it says about the asset, its custody and its latest events."""

import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bench.floors.page import Columns, Reader, Rows, day, euros, page_floor, statement_with

_VALUES = {
    "asset_tag": "assets_asset.asset_tag",
    "serial_number": "assets_asset.serial_number",
    "order_number": "assets_asset.order_number",
    "cost_amount": "assets_asset.cost_amount",
    "purchased_on": "assets_asset.purchased_on",
    "criticality": "assets_asset.criticality",
    "ownership": "assets_asset.ownership",
    "processor": "assets_assethardware.processor",
    "memory_gb": "assets_assethardware.memory_gb",
    "storage_gb": "assets_assethardware.storage_gb",
    "condition": "assets_assethardware.condition",
    "warranty_ends_on": "assets_assethardware.warranty_ends_on",
    "custom": "assets_asset.custom",
    "model": "catalog_assetmodel.name",
    "category": "catalog_category.name",
    "maker": "catalog_manufacturer.name",
    "company": "organization_company.name",
    "zone": "organization_company.time_zone",
    "kind": "catalog_assetkind.name",
    "status": "assets_status.name",
    "location": "organization_location.name",
    "owner": "organization_person.name",
}
_PERIOD = {
    "period": "assets_custody.period",
    "holder": "organization_person.name",
    "location": "organization_location.name",
}
_WORDS = {
    "home": "Home",
    "low": "Low",
    "good": "Good",
    "normal": "Normal",
    "owned": "Owned",
}


def _reader(columns: list[Columns]) -> Reader:
    main = statement_with(columns, "assets_asset.serial_number", "catalog_assetmodel.name")
    custody = statement_with(columns, "assets_custody.period")
    events = statement_with(columns, "audit_change.event_id")
    places = [(name, columns[main][column][0]) for name, column in _VALUES.items()]
    holder = columns[main]["organization_person.name"][-1]
    periods = [(name, columns[custody][column][0]) for name, column in _PERIOD.items()]

    def read(found: list[Rows]) -> dict[str, Any]:
        row = found[main][0]
        asset = _asset({name: row[place] for name, place in places})
        zone = ZoneInfo(asset["zone"])
        return {
            **asset,
            "holder": row[holder],
            "custody": [
                _period({name: row[place] for name, place in periods}, zone) for row in found[custody]
            ],
            "events": [_event(row) for row in found[events]],
        }

    return read


def _asset(values: dict[str, Any]) -> dict[str, Any]:
    return values | {
        "memory": f"{values['memory_gb'].normalize():f}",
        "storage": f"{values['storage_gb'].normalize():f}",
        "condition": _WORDS[values["condition"]],
        "criticality": _WORDS[values["criticality"]],
        "ownership": _WORDS[values["ownership"]],
        "cost": euros(values["cost_amount"]),
        "bought": day(values["purchased_on"]),
        "warranty": day(values["warranty_ends_on"]),
        "further": _further(values["custom"]),
    }


def _further(custom: dict[str, Any]) -> dict[str, Any]:
    """What the organization's own fields hold."""
    return custom | {
        "used_for": _WORDS[custom["used_for"]],
        "risk": _WORDS[custom["risk"]],
        "leased_until": day(date.fromisoformat(custom["leased_until"])),
        "checked_on": day(date.fromisoformat(custom["checked_on"])),
        "site": custom["site"].partition("://")[2],
    }


def _period(values: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    period = values["period"]
    return values | {
        "since": day(period.lower.astimezone(zone).date()),
        "until": day(period.upper.astimezone(zone).date()) if period.upper else "now",
    }


def _event(row: tuple[Any, ...]) -> dict[str, Any]:
    """Texts that are JSON are what changed; everything else is said as it is."""
    changed = [json.loads(text) for text in row if isinstance(text, str) and text.startswith("{")]
    return {
        "said": [value for value in row if value is not None],
        "changed": [list(c.items()) for c in changed],
    }


application = page_floor("detail_page.html", _reader)
