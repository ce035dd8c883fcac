"""What an asset costs: its purchase, and what it has of the contracts that cover it."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_percent
from django.utils.translation import gettext as _

from assetry.domain.contracts.models import Coverage
from assetry.domain.contracts.shares import Share, list_shares, sum_by_currency
from assetry.domain.costs.queries import CloudCost, cloud_costs_of
from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Words
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader

type Line = tuple[Words, Words, Words, Words]


def cost_panels(asset: Any, covering: Sequence[Coverage], reader: Reader) -> list[Panel]:
    """One panel where contracts or bills have a part in it; its price alone stands among the properties."""
    shares = list_shares(covering, reader.today)
    bills = cloud_costs_of(reader.actor, asset)
    if not shares and not bills:
        return []
    lines = [*_lines(asset, shares, reader), *(_bill_line(asset, bill, reader) for bill in bills)]
    amounts = [*(share.cost for share in shares), *(bill.together for bill in bills)]
    if asset.cost_amount is not None:
        amounts.append(Money(asset.cost_amount, asset.cost_currency))
    together = [money.format(reader.locale) for money in sum_by_currency(amounts)]
    columns = (
        TableColumn(_("For")),
        TableColumn(_("From"), rank=2),
        TableColumn(_("Share"), number=True, rank=1),
        TableColumn(_("Cost"), number=True),
    )
    table = Table(caption=_("What it costs until today"), columns=columns, rows=lines)
    foot = _("Its purchase, its share of the contracts that have begun, for their whole term, and its bills.")
    return [Panel(title=_("Cost"), id="cost", sub=" + ".join(together), blocks=(table,), foot=foot)]


def _bill_line(asset: Any, bill: CloudCost, reader: Reader) -> Line:
    """What it was billed, and what that is a day and in 30 days."""
    told = {
        "day": bill.a_day.format(reader.locale),
        "month": bill.lately.format(reader.locale),
        "until": cells.format_day(bill.until, reader.locale),
    }
    words = _("Bills until %(until)s: %(day)s a day, %(month)s in 30 days") % told
    rows = f"{route_url('costs_cloud_days')}?{urlencode({'asset': asset.public_id})}"
    amount = cells.entity_html(bill.together.format(reader.locale), url=rows)
    return words, _day(bill.since, reader), "", amount


def _lines(asset: Any, shares: Sequence[Share], reader: Reader) -> Iterator[Line]:
    if asset.cost_amount is not None:
        money = Money(asset.cost_amount, asset.cost_currency)
        yield (
            _("Purchase"),
            _day(asset.purchased_on, reader),
            "",
            cells.money_html(money, locale=reader.locale),
        )
    for share in shares:
        contract = share.contract
        name = cells.entity_html(
            contract.name, url=entity_url("contract", contract.public_id), tag=contract.number
        )
        rows = f"{route_url('coverages')}?{urlencode({'contract': contract.public_id, 'asset': asset.public_id})}"
        amount = cells.entity_html(share.cost.format(reader.locale), url=rows)
        yield name, _day(contract.starts_on, reader), percent(share, reader), amount


def percent(share: Share, reader: Reader) -> str:
    """A share in words, to two decimals."""
    return format_percent(share.percent / 100, "#,##0.## %", locale=reader.locale.replace("-", "_"))


def _day(day: Any, reader: Reader) -> Words:
    return cells.date_html(day, today=reader.today, locale=reader.locale)
