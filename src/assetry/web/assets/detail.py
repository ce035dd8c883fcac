"""The page of one asset: overview, timeline, custody, relations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.queries import list_custody, list_status_periods
from assetry.kernel.registry import entity_named
from assetry.platform.permissions.actor import Actor
from assetry.web.assets import cells as asset_cells
from assetry.web.assets.coverage import coverage_panels
from assetry.web.assets.glance import glance_of
from assetry.web.assets.pictures import picture_of
from assetry.web.assets.props import property_blocks
from assetry.web.assets.stages import stages_of
from assetry.web.assets.story import story_of
from assetry.web.assets.ties import ties_panels
from assetry.web.assets.verbs import verbs_of
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Link, Tab, Words
from assetry.web.kit.bulk import delete_action
from assetry.web.kit.comments import comments_panel
from assetry.web.kit.context import AsOf, DetailPage
from assetry.web.kit.details import copyable
from assetry.web.kit.drawings import drawing_of
from assetry.web.kit.files import files_panel
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import timeline_of
from assetry.web.kit.values import status_html

type Section = Literal["overview", "timeline", "custody", "relations"]
ROUTES: dict[Section, str] = {
    "overview": "asset",
    "timeline": "asset_timeline",
    "custody": "asset_custody",
    "relations": "asset_relations",
}


@dataclass(frozen=True)
class Loaded:
    """One asset with what every section of its page reads."""

    asset: Any
    custodies: Sequence[Any]
    periods: Sequence[Any]
    reader: Reader

    @property
    def has_custody(self) -> bool:
        """Whether there is a story of holders and places to tell: not for what only has an owner."""
        return self.asset.kind.is_custodied or any(custody.location_id for custody in self.custodies)

    @classmethod
    def of(cls, asset: Any, reader: Reader) -> "Loaded":
        """Read the periods; the page speaks in the time zone of the asset's company."""
        return cls(
            asset, list_custody(asset), list_status_periods(asset), reader.within(asset.company.time_zone)
        )


def detail_page(loaded: Loaded, section: Section, older_than: int | None = None) -> DetailPage:
    """The page with one section open."""
    asset, reader = loaded.asset, loaded.reader
    verbs = verbs_of(reader.actor, asset)
    main, side, inside = _section(loaded, section, older_than)
    url = reverse("asset", kwargs={"public_id": asset.public_id})
    return DetailPage(
        title=asset_cells.asset_title(asset),
        crumbs=crumbs_of(asset, reader.actor),
        drawing=drawing_of(asset),
        picture=picture_of(asset),
        badges=(status_html(asset.status),),
        facts=facts_of(asset, reader),
        actions=verbs.shown,
        more=(*verbs.more, *delete_action(entity_named("asset"), asset, reader)),
        stages=stages_of(loaded.periods, reader),
        tabs=_tabs(loaded, section, inside),
        as_of=AsOf(value=cells.format_day(reader.today, reader.locale), today_url=url)
        if section == "overview"
        else None,
        main=main,
        side=side,
    )


def crumbs_of(asset: Any, actor: Actor, *further: Link) -> list[Link]:
    """Its kind's list, or My equipment for whoever sees no lists, and the asset itself."""
    above = Link(label=_("My equipment"), url=reverse("my_equipment"))
    if actor.may(P.VIEW):
        url = reverse("assets_of_kind", kwargs={"kind": asset.kind.code})
        above = Link(label=asset.kind.name_plural, url=url)
    return [
        above,
        Link(label=str(asset), url=reverse("asset", kwargs={"public_id": asset.public_id})),
        *further,
    ]


def facts_of(asset: Any, reader: Reader) -> list[Words]:
    """Tag, serial, holder, place."""
    facts: list[Words] = []
    if asset.asset_tag:
        facts.append(copyable(asset.asset_tag, _("Copy tag")))
    if asset.serial_number:
        serial = copyable(asset.serial_number, _("Copy serial"))
        facts.append(format_html("{} {}", _("Serial"), serial))
    if asset.kind.is_custodied:
        facts.append(asset_cells.holder_html(asset, reader, _("No holder")))
    if asset.location:
        facts.append(place_html(asset.location, reader))
    return facts


def place_html(location: Any, reader: Reader) -> Words:
    """A place with its whole way, as a link."""
    return cells.entity_html(location.path_name, url=url_for_named("location", location, reader.actor))


def _tabs(loaded: Loaded, section: Section, inside: int | None) -> list[Tab]:
    counts = {"custody": len(loaded.custodies), "relations": inside}
    labels: dict[Section, Words] = {
        "overview": _("Overview"),
        "timeline": _("Timeline"),
        "custody": _("Custody"),
        "relations": _("Relations"),
    }
    return [
        Tab(
            label=labels[name],
            url=reverse(route, kwargs={"public_id": loaded.asset.public_id}),
            count=counts.get(name),
            current=name == section,
        )
        for name, route in ROUTES.items()
        if name != "custody" or loaded.has_custody
    ]


def _section(
    loaded: Loaded, section: Section, older_than: int | None
) -> tuple[list[Panel], list[Panel], int | None]:
    if section == "timeline":
        return [_timeline(loaded, 50, older_than)], [], None
    if section == "custody":
        return [_custody(loaded, loaded.custodies)], [], None
    if section == "relations":
        panels, count = ties_panels(loaded.asset, loaded.reader)
        return panels, [], count
    return _overview(loaded)


def _overview(loaded: Loaded) -> tuple[list[Panel], list[Panel], None]:
    asset, reader = loaded.asset, loaded.reader
    blocks = property_blocks(asset, reader, asset.identifier_pairs)
    main = [Panel(title=_("Properties"), id="properties", blocks=blocks)]
    if loaded.has_custody:
        main.append(_custody(loaded, loaded.custodies[:3]))
    main += coverage_panels(asset, reader)
    main.append(files_panel("asset", asset, reader))
    main.append(comments_panel(entity_named("asset"), asset, reader))
    glance = glance_of(asset, reader)
    side = [Panel(title=_("At a glance"), id="glance", blocks=(glance,))] if glance.rows else []
    return main, [*side, _timeline(loaded, 8, None)], None


def _timeline(loaded: Loaded, limit: int, older_than: int | None) -> Panel:
    asset = loaded.asset
    url = reverse("asset_timeline", kwargs={"public_id": asset.public_id})
    story = story_of(loaded.custodies, loaded.periods)
    short = limit < 20
    timeline = timeline_of(
        story, asset.pk, loaded.reader, limit=limit, older_than=older_than, url="" if short else url
    )
    link = Link(label=_("All"), url=url) if short else None
    return Panel(title=_("Timeline"), id="timeline", blocks=(timeline,), link=link)


def _custody(loaded: Loaded, shown: Sequence[Any]) -> Panel:
    """The periods, newest first: who had it, where, from when to when."""
    columns = [
        TableColumn(_("Holder")),
        TableColumn(_("Location")),
        TableColumn(_("From")),
        TableColumn(_("Until")),
    ]
    columns += [TableColumn(_("Expected back"), rank=3), TableColumn(_("Note"), rank=2)]
    rows = [_custody_row(custody, loaded.reader) for custody in shown]
    table = Table(caption=_("Custody periods"), columns=columns, rows=rows)
    url = reverse("asset_custody", kwargs={"public_id": loaded.asset.public_id})
    count = len(loaded.custodies)
    all_of_them = ngettext("%(n)d period", "All %(n)d periods", count) % {"n": count}
    link = Link(label=all_of_them, url=url) if len(shown) < count else None
    return Panel(title=_("Custody"), id="custody", blocks=(table,), link=link)


def _custody_row(custody: Any, reader: Reader) -> list[Words]:
    until = custody.period.upper
    note = " · ".join(
        filter(None, (custody.get_condition_display() if custody.condition else "", custody.note))
    )
    return [
        asset_cells.period_holder_html(custody, reader, _("No holder")),
        asset_cells.location_html(custody.location),
        _instant(custody.period.lower, reader),
        _instant(until, reader) if until else format_html("<b>{}</b>", _("now")),
        cells.date_html(custody.expected_return_on, today=reader.today, locale=reader.locale),
        cells.text_html(note),
    ]


def _instant(at: Any, reader: Reader) -> Words:
    return cells.date_html(at.astimezone(reader.zone_info).date(), today=reader.today, locale=reader.locale)
