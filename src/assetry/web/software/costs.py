"""What recurs: by cost center, supplier, kind or contract, month by month; every figure opens its rows."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from babel.dates import format_date
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.software.forecast import GROUPINGS, MONTHS, ForecastRow, forecast_costs
from assetry.domain.software.planned import forecast_planned
from assetry.kernel.money import Money
from assetry.kernel.periods import add_months
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.platform.exports.formats import FORMATS
from assetry.platform.exports.sending import download
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Tab, Tile, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

YEAR: Final = 12
SPAN: Final = 6  # so many months stand side by side
SHOWN: Final = 100
WORDS: Final[dict[str, Words]] = {
    "kind": gettext_lazy("Kind"),
    "supplier": gettext_lazy("Supplier"),
    "cost_center": gettext_lazy("Cost center"),
    "contract": gettext_lazy("Contract"),
}


@page(P.VIEW)
def costs(request: AssetryRequest) -> HttpResponse:
    """Six months at a time: a row per group and currency, a column per month."""
    reader, grouping, part = reader_of(request), _grouping(request), _part(request)
    months, rows = forecast_costs(request.actor, grouping, reader.today)
    shown = range(part * SPAN, (part + 1) * SPAN)
    planned = _planned_panels(grouping, months, reader, shown)
    file = f"{route_url('costs_csv')}?{urlencode({'by': grouping})}"
    description = OverviewPage(
        title=_("Recurring costs"),
        summary=_("What contracts and terms of licenses cost in the next 36 months, as they are now."),
        actions=(
            Action(label=_("Paid for retired assets"), url=route_url("costs_retired")),
            Action(label=_("Cloud costs"), url=route_url("costs_cloud")),
            Action(label=_("Download as CSV"), url=file, icon="download", download=True),
        ),
        tabs=[
            Tab(label=word, url=_url(by=name, part=str(part)), current=name == grouping)
            for name, word in WORDS.items()
        ],
        tiles=list(_tiles(rows, months, reader)),
        bands=(Band(left=[_panel(grouping, months, rows, shown, reader), *planned]),),
    )
    return answer(request, "kit/overview.html", description)


@page(P.VIEW)
def costs_csv(request: AssetryRequest) -> HttpResponse:
    """All 36 months as a file."""
    grouping = _grouping(request)
    months, rows = forecast_costs(request.actor, grouping, reader_of(request).today)
    planned = forecast_planned(request.actor, grouping, reader_of(request).today)
    heads = [str(WORDS[grouping]), _("Currency"), *(f"{month:%Y-%m}" for month in months), _("Together")]
    lines = [
        [
            row.label,
            row.currency,
            *(_plain(row, n) for n in range(MONTHS)),
            _amount(row.total, row.currency),
            word,
        ]
        for word, of in ((_("Agreed"), rows), (_("Planned"), planned))
        for row in of
    ]
    heads.append(_("Agreed or planned"))
    pieces = (piece.encode() for piece in csv_pieces(heads, lines))
    return download(request, pieces, f"costs-{request.received_at:%Y-%m-%d}.csv", FORMATS["csv"].media_type)


def _grouping(request: AssetryRequest) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in GROUPINGS else GROUPINGS[0]


def _part(request: AssetryRequest) -> int:
    asked = request.GET.get("part", "")
    return int(asked) if asked in {str(part) for part in range(MONTHS // SPAN)} else 0


def _url(**query: str) -> str:
    return f"{route_url('costs')}?{urlencode(query)}"


def _tiles(rows: Sequence[ForecastRow], months: Sequence[date], reader: Reader) -> Iterator[Tile]:
    """What each year costs: the currencies one below the other."""
    for year in range(MONTHS // YEAR):
        sums: dict[str, Decimal] = {}
        for row in rows:
            part = sum((row.amounts.get(year * YEAR + n, Decimal(0)) for n in range(YEAR)), Decimal(0))
            sums[row.currency] = sums.get(row.currency, Decimal(0)) + part
        written = [Money(total, code).format(reader.locale) for code, total in sorted(sums.items()) if total]
        yield Tile(
            label=_("12 months from %(month)s") % {"month": _month(months[year * YEAR], reader)},
            value=written[0] if written else "—",
            note=", ".join(written[1:]),
        )


def _month(day: date, reader: Reader) -> str:
    return format_date(day, "MMM yyyy", locale=reader.locale.replace("-", "_"))


def _panel(
    grouping: str, months: Sequence[date], rows: Sequence[ForecastRow], shown: range, reader: Reader
) -> Panel:
    heads = [TableColumn(WORDS[grouping])]
    heads += [TableColumn(_month(months[n], reader), number=True) for n in shown]
    heads.append(TableColumn(_("Together"), number=True))
    lines = [_line(grouping, row, months, shown, reader) for row in rows[:SHOWN]]
    empty = _("Nothing that you may see costs anything again and again.")
    table = Table(caption=_("Costs by month"), columns=heads, rows=lines, empty=empty)
    parts = [
        Action(
            label=_month(months[part * SPAN], reader),
            url=_url(by=grouping, part=str(part)),
            small=True,
            look="" if shown.start == part * SPAN else "ghost",
        )
        for part in range(MONTHS // SPAN)
    ]
    more = len(rows) - SHOWN
    foot = _("%(n)d more are in the file.") % {"n": more} if more > 0 else ""
    return Panel(title=_("Month by month"), id="months", blocks=(table,), actions=parts, foot=foot)


def _line(
    grouping: str, row: ForecastRow, months: Sequence[date], shown: range, reader: Reader
) -> list[Words]:
    parts = [(n, row.amounts[n]) for n in shown if row.amounts.get(n)]
    amounts = dict(parts)
    figures: list[Words] = [
        _figure(grouping, row, amounts[n], (months[n], add_months(months[n], 1)), reader)
        if n in amounts
        else ""
        for n in shown
    ]
    span = (months[shown.start], add_months(months[shown.start], SPAN))
    total = sum(amounts.values(), Decimal(0))
    return [_label(row), *figures, _figure(grouping, row, total, span, reader) if total else ""]


def _planned_panels(grouping: str, months: Sequence[date], reader: Reader, shown: range) -> list[Panel]:
    """What decisions plan, apart from what is agreed; nothing where they plan nothing."""
    rows = forecast_planned(reader.actor, grouping, reader.today)
    if not rows:
        return []
    heads = [TableColumn(WORDS[grouping])]
    heads += [TableColumn(_month(months[n], reader), number=True) for n in shown]
    heads.append(TableColumn(_("36 months"), number=True))
    lines = [
        [
            _label(row),
            *(_planned_figure(row, row.amounts[n], reader) if n in row.amounts else "" for n in shown),
            _planned_figure(row, row.total, reader),
        ]
        for row in rows[:SHOWN]
    ]
    table = Table(caption=_("Planned costs by month"), columns=heads, rows=lines)
    foot = _(
        "What was decided and is not agreed yet: renegotiated contracts, renewed licenses, replacements."
    )
    return [Panel(title=_("Planned by decisions"), id="planned", blocks=(table,), foot=foot)]


def _planned_figure(row: ForecastRow, amount: Decimal, reader: Reader) -> Words:
    """An amount that opens what was decided: the thing itself, or the board."""
    url = entity_url(row.entity, row.public_id) if row.public_id else route_url("renewals")
    return cells.entity_html(Money(amount, row.currency).format(reader.locale), url=url)


def _label(row: ForecastRow) -> Words:
    url = entity_url(row.entity, row.public_id) if row.public_id else ""
    if not row.label:
        return cells.none_html(_("None"))
    return cells.name_html(row.label, url) if url else row.label


def _figure(
    grouping: str, row: ForecastRow, amount: Decimal, span: tuple[date, date], reader: Reader
) -> Words:
    """An amount that opens the contracts it is made of, running or going on in those months."""
    text = Money(amount, row.currency).format(reader.locale)
    return cells.entity_html(text, url=_rows_url(grouping, row, span))


def _rows_url(grouping: str, row: ForecastRow, span: tuple[date, date]) -> str:
    if grouping == "contract":
        return entity_url(row.entity, row.public_id) if row.public_id else ""
    if grouping == "kind":
        which = f'type eq "{row.key}"'
    elif row.key and not row.public_id:
        return ""  # which one it is may not be seen
    else:
        which = f'{grouping} eq "{row.public_id}"' if row.key else f"{grouping} empty"
    first, last = span[0].isoformat(), (span[1] - timedelta(days=1)).isoformat()
    runs = f'(ends_on empty or ends_on ge "{first}" or auto_renews eq "yes")'
    paid = f'billing ne "once" and value_currency eq "{row.currency}"'
    condition = f'{which} and starts_on le "{last}" and {runs} and {paid}'
    return f"{route_url('contracts')}?{urlencode({'filter': condition})}"


def _plain(row: ForecastRow, month: int) -> Decimal | None:
    amount = row.amounts.get(month)
    return _amount(amount, row.currency) if amount else None


def _amount(amount: Decimal, currency: str) -> Decimal:
    return Money(amount, currency).rounded().amount
