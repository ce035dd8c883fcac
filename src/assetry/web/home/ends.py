"""What ends, on home: what to decide next, and what the next months cost."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Ending
from assetry.domain.contracts.renewals import WITHIN, Named, Sums, names_of, open_endings, sums_within
from assetry.kernel.money import Money
from assetry.kernel.registry import endings
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn, Todo, TodoItem
from assetry.web.components.parts import Action, Link
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader

SHOWN = 5


def with_ends(page: OverviewPage, reader: Reader) -> OverviewPage:
    """The page with two panels more, for whoever sees contracts; as it is where nothing is to be decided."""
    if page.empty is not None or not reader.actor.may(P.VIEW):
        return page
    sums = sums_within(reader.actor, reader.today, WITHIN)
    if not sums[-1].count:
        return page
    first, *rest = page.bands
    band = Band(left=[_to_decide(reader)], right=[_ends(sums, reader)])
    return replace(page, bands=(first, band, *rest))


def _to_decide(reader: Reader) -> Panel:
    """The next ones, late ones first."""
    week = reader.today + timedelta(days=7)
    rows = list(open_endings(reader.actor, reader.today, days=max(WITHIN))[:SHOWN])
    names = names_of(reader.actor, rows)
    items = [
        _item(row, names[row.entity, row.object_id], reader)
        for row in rows
        if (row.entity, row.object_id) in names
    ]
    due = sum(row.decide_by is not None and row.decide_by <= week for row in rows)
    sub = ngettext("%(n)d this week", "%(n)d this week", due) % {"n": due} if due else ""
    link = Link(label=_("Renewals"), url=reverse("renewals"))
    return Panel(title=_("To decide"), id="to-decide", sub=sub, blocks=[Todo(items=items)], link=link)


def _item(row: Ending, named: Named, reader: Reader) -> TodoItem:
    day = row.decide_by or row.ends_on
    text = _("%(what)s, decide by %(day)s") % {
        "what": endings()[row.what].label,
        "day": cells.format_day(day, reader.locale),
    }
    address = reverse("contract_decide", kwargs={"public_id": row.public_id})
    query = "" if row.what == "contract" else f"?{urlencode({'what': row.what})}"
    may = row.company_id is not None and reader.actor.scope(P.MANAGE).covers(company_id=row.company_id)
    decide = Action(label=_("Decide"), url=address + query, how="dialog", small=True)
    return TodoItem(
        icon=endings()[row.what].icon,
        title=named.title,
        text=text,
        url=url_for_named(row.entity, named.row, reader.actor),
        action=decide if may else None,
        tone="late" if day < reader.today else "soon" if (day - reader.today).days <= 7 else "",
    )


def _ends(sums: list[Sums], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Within")),
        TableColumn(_("Ends"), number=True),
        TableColumn(_("Costs"), number=True),
    )
    rows = [
        (
            _("%(n)s days") % {"n": days},
            cells.number_html(within.count, locale=reader.locale, url=f"{reverse('renewals')}?days={days}"),
            _money(within.money, reader),
        )
        for days, within in zip(WITHIN, sums, strict=True)
    ]
    table = Table(caption=_("What ends"), columns=columns, rows=rows)
    link = Link(label=_("Calendar"), url=reverse("renewals_calendar"))
    return Panel(title=_("What ends"), id="what-ends", blocks=[table], link=link)


def _money(money: tuple[Money, ...], reader: Reader) -> str:
    return " · ".join(one.rounded().format(reader.locale) for one in money) or "—"
