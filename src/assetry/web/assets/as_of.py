"""One asset as it was at the end of a day: read only, with what differs from today marked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.fields import custom_fields_of, fields_of_facet
from assetry.domain.assets.queries import AsOf as PeriodsThen
from assetry.domain.assets.queries import pick_as_of
from assetry.kernel.periods import last_instant
from assetry.web.assets import cells as asset_cells
from assetry.web.assets.detail import Loaded, crumbs_of
from assetry.web.assets.props import property_blocks
from assetry.web.assets.stages import stages_of
from assetry.web.assets.story import story_of
from assetry.web.components import cells
from assetry.web.components.blocks import Block, Panel, Prop, Props
from assetry.web.components.parts import Words
from assetry.web.kit.context import AsOf, DetailPage
from assetry.web.kit.drawings import drawing_of
from assetry.web.kit.history import Known, Ref, Told, resolve, told, told_html, told_words
from assetry.web.kit.past import Past, past_of
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import timeline_of
from assetry.web.kit.values import field_html, status_html, value_of, value_words

# Told by periods, not by the trail of the row.
FROM_PERIODS = frozenset({"status", "state", "location", "expected_return_on", "holder"})


def as_of_page(loaded: Loaded, day: date) -> DetailPage:
    """The page of that day."""
    asset, reader = loaded.asset, loaded.reader
    instant = last_instant(day, reader.zone)
    then = pick_as_of(loaded.custodies, loaded.periods, instant)
    past = past_of("asset", "assets_asset", asset.pk, instant, reader)
    if then.custody is None or then.status is None:
        return _not_yet(loaded, day)
    differing = [*_period_props(asset, then, reader), *_field_props(asset, past, reader)]
    count = sum(differs for _prop, differs in differing)
    marked = [prop for prop, differs in differing if differs]
    same = [prop for prop, differs in differing if not differs]
    return DetailPage(
        title=asset_cells.asset_title(asset),
        crumbs=crumbs_of(asset, reader.actor),
        drawing=drawing_of(asset),
        badges=(status_html(then.status),),
        facts=_facts(asset, then, reader),
        stages=stages_of(loaded.periods, reader, until=instant),
        as_of=_bar(asset, day, reader, count),
        main=[Panel(title=_("Properties"), id="properties", blocks=_blocks(loaded, marked, same, past))],
        side=[_until_then(loaded, past)],
    )


def _bar(asset: Any, day: date, reader: Reader, count: int) -> AsOf:
    shown = cells.format_day(day, reader.locale)
    differ = ngettext(
        "%(n)d fact differs from today, marked below.", "%(n)d facts differ from today, marked below.", count
    ) % {"n": count}
    return AsOf(
        value=shown,
        today_url=reverse("asset", kwargs={"public_id": asset.public_id}),
        shown=_("As it was at the end of %(day)s.") % {"day": shown},
        differences=differ if count else _("Nothing differs from today."),
    )


def _facts(asset: Any, then: PeriodsThen, reader: Reader) -> list[Words]:
    facts: list[Words] = [cells.code_html(asset.asset_tag)] if asset.asset_tag else []
    if asset.serial_number:
        facts.append(format_html("{} {}", _("Serial"), cells.code_html(asset.serial_number)))
    facts.append(asset_cells.period_holder_html(then.custody, reader, _("No holder")))
    place = then.custody.location if then.custody else None
    return [*facts, cells.text_html(place.path_name)] if place else facts


def _period_props(asset: Any, then: PeriodsThen, reader: Reader) -> list[tuple[Prop, bool]]:
    custody, status = then.custody, then.status
    holder = asset_cells.period_holder_html(custody, reader, _("No holder"))
    return [
        _prop(_("Status"), status_html(status), status_html(asset.status)),
        _prop(_("Holder"), holder, asset_cells.holder_html(asset, reader, _("No holder"))),
        _prop(_("Location"), _place(custody), _place(asset)),
    ]


def _place(row: Any) -> Words:
    return cells.text_html(row.location.path_name if row.location else "")


def _field_props(asset: Any, past: Past, reader: Reader) -> list[tuple[Prop, bool]]:
    """The fields whose recorded value was another one."""
    fields = {**fields_of_facet(asset.facet), **custom_fields_of(asset.kind.code)}
    raw = {name: value for name, value in past.values.items() if name in fields and name not in FROM_PERIODS}
    values = {name: told(fields[name], value, reader) for name, value in raw.items()}
    known = resolve({value for value in values.values() if isinstance(value, Ref)}, reader.actor)
    props = []
    for name, value in values.items():
        field = fields[name]
        if told_words(value, known) != value_words(field, value_of(field, asset), reader):
            today = field_html(field, asset, reader)
            props.append(_prop(field.label, _then(value, known, reader), today))
    return props


def _then(value: Told, known: Mapping[Ref, Known], reader: Reader) -> Words:
    if value is None:
        return cells.none_html()
    return told_html(value, known, reader)


def _prop(label: Words, then: Words, today: Words) -> tuple[Prop, bool]:
    """A property with today's value beside it where that differs."""
    if str(then) == str(today):
        return Prop(label=label, value=then), False
    marked = format_html('{} <span class="muted">{}</span> {}', then, _("today"), today)
    return Prop(label=label, value=marked), True


def _blocks(loaded: Loaded, marked: list[Prop], same: list[Prop], past: Past) -> list[Block]:
    """What differs, what did not, and the rest as it is."""
    blocks: list[Block] = [Props(props=marked, two=False)] if marked else []
    if same:
        blocks.append(Props(props=same, two=False, heading=_("As today")))
    labels = {str(prop.label) for prop in marked}
    for block in property_blocks(loaded.asset, loaded.reader, ()):
        if isinstance(block, Props):
            rest = [prop for prop in block.props if str(prop.label) not in labels]
            if rest:
                blocks.append(replace(block, props=rest))
        elif "note" not in past.values:
            blocks.append(block)
    return blocks


def _until_then(loaded: Loaded, past: Past) -> Panel:
    story = story_of(loaded.custodies, loaded.periods)
    timeline = timeline_of(story, loaded.asset.pk, loaded.reader, limit=20, older_than=past.older_than)
    return Panel(title=_("Timeline until then"), id="timeline", blocks=(timeline,))


def _not_yet(loaded: Loaded, day: date) -> DetailPage:
    """The day lies before the asset's first one."""
    asset, reader = loaded.asset, loaded.reader
    first: datetime | None = loaded.periods[0].period.lower if loaded.periods else None
    since = cells.format_day(first.astimezone(reader.zone_info).date(), reader.locale) if first else ""
    shown = cells.format_day(day, reader.locale)
    bar = AsOf(
        value=shown,
        today_url=reverse("asset", kwargs={"public_id": asset.public_id}),
        shown=_("It was not registered yet on %(day)s.") % {"day": shown},
        differences=_("Its story begins on %(day)s.") % {"day": since} if since else "",
    )
    return DetailPage(
        title=asset_cells.asset_title(asset),
        crumbs=crumbs_of(asset, reader.actor),
        drawing=drawing_of(asset),
        as_of=bar,
    )
