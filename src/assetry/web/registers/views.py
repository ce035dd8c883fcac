"""The registers, what each still misses, and each as a file."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assurance.linting import (
    Completeness,
    Gaps,
    check_register,
    filter_of_gap,
    find_gaps,
    table_of_register,
)
from assetry.domain.assurance.registers import REGISTERS, Register, RegisterColumn, register_named
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.exports.exporting import permission_of
from assetry.platform.exports.formats import FORMATS
from assetry.platform.exports.sending import download
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Tile, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import may_see, route_url, url_for
from assetry.web.kit.named_lists import list_named
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, Open, page

GAPS_SHOWN = 100


@page(Open.SIGNED_IN)
def registers(request: AssetryRequest) -> HttpResponse:
    """Every register that the reader may see, and how complete it is."""
    reader = reader_of(request)
    rows = [
        _line(one, check_register(reader.actor, one, reader.today), reader)
        for one in REGISTERS.values()
        if _is_open(one, reader)
    ]
    heads = [
        TableColumn(_("Register")),
        TableColumn(_("Asked for by"), rank=3),
        TableColumn(_("Rows"), number=True),
        TableColumn(_("Not complete"), number=True),
    ]
    empty = _("Nothing that you may see.")
    table = Table(caption=_("Registers"), columns=heads, rows=rows, empty=empty)
    description = OverviewPage(
        title=_("Registers"),
        summary=_("What auditors and regulators ask for, taken from the register as it is now."),
        bands=(Band(left=[Panel(title=_("Registers"), count=len(rows), blocks=[table])]),),
    )
    return answer(request, "kit/overview.html", description)


@page(Open.SIGNED_IN)
def register(request: AssetryRequest, code: str) -> HttpResponse:
    """One register: how complete it is, and every cell that is missing, with the way to fill it."""
    reader = reader_of(request)
    found = _opened(code, reader)
    checked = check_register(reader.actor, found, reader.today)
    gaps = find_gaps(reader.actor, found, reader.today, limit=GAPS_SHOWN) if checked.incomplete else []
    return answer(request, "kit/overview.html", _page(found, checked, gaps, reader))


@page(Open.SIGNED_IN)
def register_csv(request: AssetryRequest, code: str) -> HttpResponse:
    """The register as a file, for who may take its rows away."""
    reader = reader_of(request)
    found = _opened(code, reader)
    if not _may_take(found, reader):
        raise NotFound
    table = table_of_register(reader.actor, found, reader.today)
    name = f"{found.code}-{request.received_at:%Y-%m-%d}.csv"
    return download(request, table.csv(), name, FORMATS["csv"].media_type)


def _opened(code: str, reader: Reader) -> Register:
    found = register_named(code)
    if not _is_open(found, reader):
        raise NotFound
    return found


def _is_open(register: Register, reader: Reader) -> bool:
    return may_see(reader.actor, entity_named(register.entity))


def _may_take(register: Register, reader: Reader) -> bool:
    needed = permission_of(entity_named(register.entity))
    return not needed or bool(reader.actor.may(needed))


def _line(register: Register, checked: Completeness, reader: Reader) -> list[Words]:
    url = route_url("register", code=register.code)
    return [
        cells.name_html(str(register.title), url),
        cells.text_html(register.source),
        cells.number_html(
            checked.rows, locale=reader.locale, url=_list_url(register, register.filter, reader)
        ),
        cells.number_html(checked.incomplete, locale=reader.locale, url=f"{url}#gaps"),
    ]


def _page(register: Register, checked: Completeness, gaps: Sequence[Gaps], reader: Reader) -> OverviewPage:
    file = route_url("register_csv", code=register.code)
    take = Action(label=_("Download as CSV"), url=file, icon="download", download=True, look="primary")
    complete = checked.rows - checked.incomplete
    listed = _list_url(register, register.filter, reader)
    cells_missing = sum(checked.missing.values())
    return OverviewPage(
        title=register.title,
        summary=register.about,
        crumbs=(Link(label=_("Registers"), url=route_url("registers")), Link(label=register.title)),
        actions=(take,) if _may_take(register, reader) else (),
        tiles=(
            Tile(label=_("Rows"), value=_number(checked.rows, reader), url=listed),
            Tile(label=_("Complete"), value=_number(complete, reader)),
            Tile(label=_("Cells missing"), value=_number(cells_missing, reader), url="#gaps"),
        ),
        bands=(
            Band(
                left=[_gaps_panel(register, checked, gaps, reader)],
                right=[_columns_panel(register, checked, reader)],
            ),
        ),
    )


def _columns_panel(register: Register, checked: Completeness, reader: Reader) -> Panel:
    """The columns, and how many rows lack each: the figure opens them."""
    rows = [
        [
            cells.text_html(column.header),
            _missing(register, column, checked, reader),
        ]
        for column in register.columns
    ]
    heads = (TableColumn(_("Column")), TableColumn(_("Missing"), number=True))
    table = Table(caption=_("Columns"), columns=heads, rows=rows, stack=False)
    return Panel(title=_("Columns"), blocks=[table], foot=register.source)


def _missing(register: Register, column: RegisterColumn, checked: Completeness, reader: Reader) -> Words:
    if column not in checked.missing:
        return cells.none_html(_("May be empty"))
    count = checked.missing[column]
    url = _list_url(register, filter_of_gap(register, column), reader) if count else ""
    return cells.number_html(count, locale=reader.locale, url=url)


def _gaps_panel(register: Register, checked: Completeness, gaps: Sequence[Gaps], reader: Reader) -> Panel:
    """Row by row what is missing, each a link into the form where it is filled in."""
    entity = entity_named(register.entity)
    rows = [
        [
            cells.entity_html(entity.title(gap.row), url=url_for(entity, gap.row, reader.actor)),
            _cells_of(gap, register),
        ]
        for gap in gaps
    ]
    foot = ""
    if checked.incomplete > len(gaps):
        more = checked.incomplete - len(gaps)
        foot = ngettext("%(n)d more row is not complete.", "%(n)d more rows are not complete.", more) % {
            "n": more
        }
    heads = (TableColumn(entity.label), TableColumn(_("Missing")))
    empty = _("Nothing is missing.")
    table = Table(caption=_("Cells missing"), columns=heads, rows=rows, empty=empty)
    return Panel(title=_("Not complete"), id="gaps", count=checked.incomplete, blocks=[table], foot=foot)


def _cells_of(gap: Gaps, register: Register) -> Words:
    form = route_url(f"{register.entity}_edit", public_id=gap.row.public_id)
    links = [
        cells.entity_html(str(column.label), url=f"{form}#f-{column.fields[0]}" if form else "")
        for column in gap.columns
    ]
    return format_html_join(", ", "{}", ((link,) for link in links))


def _list_url(register: Register, filter_: str, reader: Reader) -> str:
    """The rows in the entity's own list; empty where the reader has none."""
    try:
        list_ = list_named(reader.actor, register.entity)
    except NotFound:
        return ""
    return f"{list_.url}?{urlencode({'filter': filter_})}"


def _number(value: int, reader: Reader) -> Words:
    return cells.number_html(value, locale=reader.locale)
