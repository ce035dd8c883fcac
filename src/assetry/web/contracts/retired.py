"""What is paid for assets that are retired: contracts that run and still cover them; every figure opens its rows."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.shares import GONE, SpentOnGone, list_spent_on_gone, sum_by_currency
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Link, Tile, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

SHOWN = 100


@page(P.VIEW)
def paid_for_retired(request: AssetryRequest) -> HttpResponse:
    """Their sum by currency, and contract by contract."""
    reader = reader_of(request)
    spent = list_spent_on_gone(request.actor, reader.today)
    description = OverviewPage(
        title=_("Paid for retired assets"),
        summary=_("What assets that are retired or disposed of still have of the contracts that run today."),
        crumbs=(Link(label=_("Costs"), url=route_url("costs")), Link(label=_("Retired assets"))),
        tiles=_tiles(spent, reader),
        bands=(Band(left=[_panel(spent, reader)]),),
    )
    return answer(request, "kit/overview.html", description)


def _tiles(spent: Sequence[SpentOnGone], reader: Reader) -> list[Tile]:
    sums = sum_by_currency(each.cost for each in spent)
    tiles = [
        Tile(
            label=_("In %(currency)s") % {"currency": money.currency},
            value=money.format(reader.locale),
            url=_rows_of(),
        )
        for money in sums
    ]
    return tiles or [Tile(label=_("Paid for retired assets"), value="—")]


def _panel(spent: Sequence[SpentOnGone], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Contract")),
        TableColumn(_("Supplier"), rank=2),
        TableColumn(_("To"), rank=3),
        TableColumn(_("Retired assets"), number=True, rank=1),
        TableColumn(_("Cost"), number=True),
    )
    empty = _("No contract that you may see covers anything that is retired.")
    rows = [_line(each, reader) for each in spent[:SHOWN]]
    table = Table(caption=_("By contract"), columns=columns, rows=rows, empty=empty)
    more = len(spent) - SHOWN
    foot = _("%(n)d more contracts are not shown.") % {"n": more} if more > 0 else ""
    return Panel(title=_("By contract"), id="contracts", count=len(spent), blocks=(table,), foot=foot)


def _line(spent: SpentOnGone, reader: Reader) -> list[Words]:
    contract = spent.contract
    url = _rows_of(("contract", contract.public_id))
    until = cells.date_html(contract.ends_on, today=reader.today, locale=reader.locale)
    return [
        cells.entity_html(contract.name, url=entity_url("contract", contract.public_id), tag=contract.number),
        cells.text_html(contract.supplier.name if contract.supplier else ""),
        until,
        cells.entity_html(str(spent.count), url=url),
        cells.entity_html(spent.cost.format(reader.locale), url=url),
    ]


def _rows_of(*further: tuple[str, str]) -> str:
    """The coverage of what is retired."""
    states = [("asset_state", str(state)) for state in GONE]
    return f"{route_url('coverages')}?{urlencode([*further, *states])}"
