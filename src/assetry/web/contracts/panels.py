"""What a contract's page shows beside its terms: figures, what it covers, its chain, what was decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.contracts.decision_tasks import DecisionTask, tasks_of
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Contract, Coverage
from assetry.domain.contracts.queries import coverage_of_contract, list_chain
from assetry.domain.contracts.renewals import decisions_about
from assetry.domain.contracts.rules import cost_of_year, months_of_term
from assetry.domain.contracts.shares import list_shares
from assetry.domain.contracts.terms import next_value
from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Tile, Words
from assetry.web.contracts.steps import steps_action, steps_panels
from assetry.web.kit.context import DetailPage
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader

SHOWN = 10


def enrich(page: DetailPage, contract: Contract, reader: Reader) -> DetailPage:
    """The page with its figures, panels and verbs."""
    covered, count, gone = coverage_of_contract(reader.actor, contract, SHOWN)
    chain = list_chain(contract)
    panels = [_coverage_panel(contract, covered, count, reader)]
    panels += steps_panels(contract, reader)
    if len(chain) > 1:
        panels.append(_chain_panel(chain, contract, reader))
    if decided := decisions_about(reader.actor, "contract", contract.pk):
        panels.append(_decisions_panel(decided, reader))
    return replace(
        page,
        tiles=(
            *_cost_tiles(contract, reader),
            _deadline_tile(contract, reader),
            _covers_tile(contract, count, gone),
        ),
        main=(*page.main[:1], *panels, *page.main[1:]),
        actions=[*_verbs(contract, reader), *page.actions],
        more=[*page.more, *_more_verbs(contract, reader)],
    )


def _verbs(contract: Contract, reader: Reader) -> list[Action]:
    if not reader.actor.scope(P.MANAGE).covers(company_id=contract.company_id):
        return []
    add = reverse("contract_cover", kwargs={"public_id": contract.public_id})
    decide = reverse("contract_decide", kwargs={"public_id": contract.public_id})
    verbs = [Action(label=_("Add assets"), url=add, icon="plus", wide=True)]
    if contract.decide_by is not None:
        verbs.insert(0, Action(label=_("Decide"), url=decide, how="dialog", look="primary"))
    return verbs


def _more_verbs(contract: Contract, reader: Reader) -> list[Action]:
    may = reader.actor.scope(P.MANAGE).covers(company_id=contract.company_id)
    return [steps_action(contract)] if may else []


def _money(amount: Any, contract: Contract, reader: Reader) -> str:
    return Money(amount, contract.value_currency).rounded().format(reader.locale)


def _cost_tiles(contract: Contract, reader: Reader) -> list[Tile]:
    """What a year costs, and the next term."""
    if contract.value_amount is None:
        return []
    digits = Money(contract.value_amount, contract.value_currency).digits
    year = cost_of_year(contract.value_amount, months_of_term(contract.starts_on, contract.ends_on), digits)
    tiles = [
        Tile(label=_("A year"), value=_money(year, contract, reader), note=contract.get_billing_display())
    ]
    if contract.decide_by is not None and (following := next_value(contract)) is not None:
        change = contract.index_percent
        note = f"{change.normalize():+f} %" if change else ""
        tiles.append(Tile(label=_("Next term"), value=_money(following, contract, reader), note=note))
    return tiles


def _deadline_tile(contract: Contract, reader: Reader) -> Tile:
    if contract.terminated_on is not None:
        day = cells.format_day(contract.terminated_on, reader.locale)
        return Tile(label=_("Ended"), value=day, note=contract.get_end_reason_display())
    if contract.decide_by is None:
        return Tile(label=_("Decide by"), value="—", note=_("renewed") if contract.is_renewed else "")
    late = contract.decide_by < reader.today
    soon = contract.decide_by <= reader.today + timedelta(days=30)
    return Tile(
        label=_("Decide by"),
        value=cells.format_day(contract.decide_by, reader.locale),
        note=cells.relative_day(contract.decide_by, reader.today),
        tone="late" if late else "soon" if soon else "",
    )


def _covers_tile(contract: Contract, count: int, gone: int) -> Tile:
    note = (
        ngettext("%(n)d of them is retired", "%(n)d of them are retired", gone) % {"n": gone} if gone else ""
    )
    return Tile(
        label=_("Covers"), value=str(count), note=note, tone="late" if gone else "", url=_list(contract)
    )


def _list(contract: Contract) -> str:
    return f"{reverse('coverages')}?{urlencode({'contract': contract.public_id})}"


def _coverage_panel(contract: Contract, rows: Sequence[Coverage], count: int, reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Asset")),
        TableColumn(_("Tag")),
        TableColumn(_("Role")),
        TableColumn(_("From"), rank=3),
        TableColumn(_("To"), rank=2),
        TableColumn(_("Share"), number=True, rank=1),
    )
    shares = {share.asset_id: share.cost for share in list_shares(rows, reader.today)}
    drawn = [
        (
            cells.name_html(row.asset.title, entity_url("asset", row.asset.public_id)),
            cells.code_html(row.asset.asset_tag or ""),
            row.get_role_display(),
            _day(row.starts_on, reader),
            _day(row.ends_on, reader),
            shares[row.asset_id].format(reader.locale) if row.asset_id in shares else "",
        )
        for row in rows
    ]
    empty = _("It covers nothing yet. Add assets to it, or choose them in their list.")
    table = Table(caption=_("Covers"), columns=columns, rows=drawn, empty=empty)
    link = Link(label=_("Open as a list"), url=_list(contract)) if count else None
    return Panel(title=_("Covers"), id="covers", count=count, blocks=(table,), link=link)


def _chain_panel(chain: Sequence[Contract], shown: Contract, reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Term")),
        TableColumn(_("From")),
        TableColumn(_("To")),
        TableColumn(_("Value"), number=True),
    )
    rows = [
        (
            _term(number, one, shown),
            _day(one.starts_on, reader),
            _day(one.ends_on, reader),
            "" if one.value_amount is None else _money(one.value_amount, one, reader),
        )
        for number, one in reversed(list(enumerate(chain, start=1)))
    ]
    table = Table(caption=_("Terms"), columns=columns, rows=rows)
    return Panel(title=_("Terms"), id="terms", count=len(chain), blocks=(table,))


def _term(number: int, one: Contract, shown: Contract) -> Words:
    if one.pk == shown.pk:
        return _("%(number)s, this one") % {"number": number}
    return cells.name_html(str(number), entity_url("contract", one.public_id))


def _decisions_panel(decided: Sequence[Any], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("On")),
        TableColumn(_("Decision")),
        TableColumn(_("Reason")),
        TableColumn(_("By"), rank=2),
        TableColumn(_("Task"), rank=1),
    )
    tasks = tasks_of(decided)
    rows = [
        (
            _day(one.decided_on, reader),
            one.get_choice_display(),
            cells.text_html(one.reason),
            cells.person_html(one.decided_by.name) if one.decided_by else "",
            _task(tasks[one.pk], reader) if one.pk in tasks else "",
        )
        for one in decided
    ]
    table = Table(caption=_("Decisions"), columns=columns, rows=rows)
    return Panel(title=_("Decisions"), id="decisions", count=len(rows), blocks=(table,))


def _task(task: DecisionTask, reader: Reader) -> Words:
    """Whose it is, and whether it is done."""
    if task.is_done or task.due_on is None:
        return format_html("<span>{} · {}</span>", task.whose, _("done") if task.is_done else _("open"))
    due = cells.date_html(
        task.due_on,
        today=reader.today,
        locale=reader.locale,
        tone="late" if task.due_on < reader.today else "",
    )
    return format_html("<span>{} · {}</span>", task.whose, due)


def _day(day: Any, reader: Reader) -> Words:
    return cells.date_html(day, today=reader.today, locale=reader.locale)
