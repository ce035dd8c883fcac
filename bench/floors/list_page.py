"""The floor of the list page: its fifty rows."""

import os
from typing import Any

from bench.floors.page import Columns, Reader, Rows, day, euros, page_floor, statement_with

ROWS = 50
_VALUES = {
    "public_id": "assets_asset.public_id",
    "name": "assets_asset.name",
    "asset_tag": "assets_asset.asset_tag",
    "cost_amount": "assets_asset.cost_amount",
    "purchased_on": "assets_asset.purchased_on",
    "model": "catalog_assetmodel.name",
    "status": "assets_status.name",
    "hue": "assets_status.hue",
    "icon": "assets_status.icon",
    "category": "catalog_category.name",
    "category_id": "catalog_category.public_id",
    "location": "organization_location.name",
    "location_path": "organization_location.path_name",
    "holder": "organization_person.name",
    "holder_id": "organization_person.public_id",
}


def _reader(columns: list[Columns]) -> Reader:
    main = statement_with(columns, "assets_asset.asset_tag", "catalog_assetmodel.name")
    # What an asset lies in is joined too, after the asset; who answers for it before who holds it.
    places = [
        (name, columns[main][column][-1 if "person" in column else 0]) for name, column in _VALUES.items()
    ]

    def read(found: list[Rows]) -> dict[str, Any]:
        rows = found[main][:ROWS]
        if os.environ.get("BENCH_BACKWARD"):
            rows.reverse()
        return {"rows": [_row({name: row[place] for name, place in places}) for row in rows]}

    return read


def _row(values: dict[str, Any]) -> dict[str, Any]:
    holder = values["holder"]
    return values | {
        "title": values["name"] or values["model"],
        "initials": "".join(word[0] for word in holder.split()) if holder else "",
        "cost": euros(values["cost_amount"]),
        "bought": day(values["purchased_on"]),
    }


application = page_floor("list_page.html", _reader)
