"""What covers an asset: the maker's warranty and contracts, the longest first; and what it costs with them."""

from datetime import date
from typing import Any

from django.db.models import Exists
from django.utils.translation import gettext as _

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.queries import coverage_of_each, list_coverage_of
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor
from assetry.web.assets.costs import cost_panels
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Words
from assetry.web.kit.hanging import hanging_on, may_hang
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader

type Row = tuple[Words, Words, Words, Words, Words]


def hanging_on_asset(actor: Actor) -> dict[str, Exists]:
    """As `hanging_on`, with what covers it, which `coverage_panels` looks for."""
    hanging = hanging_on(entity_named("asset"), actor)
    return {**hanging, "has_coverage": Exists(coverage_of_each(actor))}


def coverage_panels(asset: Any, reader: Reader) -> list[Panel]:
    """What covers it and what it costs, for whoever sees contracts; nothing where nothing covers it."""
    if not reader.actor.may(P.VIEW):
        return []
    covering = list_coverage_of(reader.actor, asset) if may_hang(asset, "has_coverage") else []
    dated = [(_last(row.last_day), _contract_row(row, reader)) for row in covering]
    warranty = getattr(getattr(asset, asset.kind.facet, None), "warranty_ends_on", None)
    if warranty is not None:
        dated.append((warranty, _warranty_row(asset, warranty, reader)))
    costs = cost_panels(asset, covering, reader)
    if not dated:
        return costs
    rows = [row for _day, row in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    columns = (
        TableColumn(_("Covered by")),
        TableColumn(_("Role")),
        TableColumn(_("From"), rank=3),
        TableColumn(_("To")),
        TableColumn(_("Supplier"), rank=2),
    )
    table = Table(caption=_("Coverage"), columns=columns, rows=rows)
    panel = Panel(title=_("Coverage"), id="coverage", count=len(rows), blocks=(table,))
    return [panel, *costs]


def _last(day: date | None) -> date:
    return day or date.max


def _contract_row(row: Any, reader: Reader) -> Row:
    contract, supplier = row.contract, row.contract.supplier
    name = cells.entity_html(
        contract.name, url=url_for_named("contract", contract, reader.actor), tag=contract.number
    )
    until: Words = _day(row.last_day, reader, ends=True) if row.last_day else _("until further notice")
    return (
        name,
        row.get_role_display(),
        _day(row.starts_on, reader),
        until,
        cells.text_html(supplier.name if supplier else ""),
    )


def _warranty_row(asset: Any, day: date, reader: Reader) -> Row:
    maker = asset.manufacturer.name if asset.manufacturer else ""
    return (
        _("Maker's warranty"),
        _("Warranty"),
        _day(asset.purchased_on, reader),
        _day(day, reader, ends=True),
        maker,
    )


def _day(day: date | None, reader: Reader, *, ends: bool = False) -> Words:
    tone = "late" if ends and day is not None and day < reader.today else ""
    return cells.date_html(day, today=reader.today, locale=reader.locale, tone=tone)
