"""Purchases and allocations as tables inside pages."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.domain.software.events import SoftwarePermission as P
from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import Table, TableColumn
from assetry.web.components.parts import Words
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import reference_html

HOLDERS = ("person", "department", "asset")


def lines_table(lines: Sequence[Any], reader: Reader) -> Table:
    """What was bought: how many, for which days, at which price."""
    columns = (
        TableColumn(_("Line")),
        TableColumn(_("Kind"), rank=2),
        TableColumn(_("Quantity"), number=True),
        TableColumn(_("From"), rank=3),
        TableColumn(_("To")),
        TableColumn(_("Price of one"), number=True, rank=2),
        TableColumn(_("Order number"), rank=3),
    )
    rows = [_line(line, reader) for line in lines]
    return Table(caption=_("Purchases"), columns=columns, rows=rows, empty=_("Nothing was bought yet."))


def _line(line: Any, reader: Reader) -> list[Words]:
    return [
        cells.name_html(line.name, entity_url("entitlement", line.public_id)),
        line.get_kind_display(),
        cells.number_html(line.quantity, locale=reader.locale),
        day(line.starts_on, reader),
        day(line.ends_on, reader) if line.ends_on else _("for ever"),
        price_html(line, reader),
        cells.code_html(line.order_number) if line.order_number else "",
    ]


def price_html(line: Any, reader: Reader) -> Words:
    """The price of one seat."""
    if line.unit_amount is None:
        return ""
    return cells.money_html(Money(line.unit_amount, line.unit_currency), locale=reader.locale)


def day(value: Any, reader: Reader) -> Words:
    """A date as cells show it."""
    return cells.date_html(value, today=reader.today, locale=reader.locale)


def holder_html(row: Any, reader: Reader) -> SafeString:
    """Who or what has it, as a link for who may open it."""
    name = next(name for name in HOLDERS if getattr(row, f"{name}_id") is not None)
    return reference_html(name, getattr(row, name), reader)


def allocations_table(rows: Sequence[Any], reader: Reader, *, of_holder: bool = False) -> Table:
    """Who has seats of one license, or which licenses one holder has; each can be taken back."""
    first = _("License") if of_holder else _("Holder")
    columns = (
        TableColumn(first),
        TableColumn(_("Quantity"), number=True),
        TableColumn(_("Since"), rank=2),
        TableColumn(""),
    )
    lines = [_allocation(row, reader, of_holder=of_holder) for row in rows]
    empty = _("Nothing now.") if of_holder else _("Nobody has any yet.")
    return Table(
        caption=_("Licenses") if of_holder else _("Assigned"), columns=columns, rows=lines, empty=empty
    )


def _allocation(row: Any, reader: Reader, *, of_holder: bool) -> list[Words]:
    what = reference_html("license", row.license, reader) if of_holder else holder_html(row, reader)
    since = row.starts_at.astimezone(reader.zone_info).date()
    return [
        what,
        cells.number_html(row.quantity, locale=reader.locale),
        day(since, reader),
        _take_back(row, reader),
    ]


def _take_back(row: Any, reader: Reader) -> Words:
    if not reader.actor.may(P.ALLOCATE, company_id=row.company_id):
        return ""
    url = route_url("allocation_release", public_id=row.public_id)
    words = {"license": row.license, "holder": row.holder}
    return cells.post_html(url, _("Take back"), _("Take back: %(license)s from %(holder)s") % words)
