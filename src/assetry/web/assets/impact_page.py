"""What stops when an asset stops or is retired: systems, information, people, contracts, each with the way there."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.impact import Step, Walk, Way, walk_from
from assetry.domain.assets.queries import get_asset_page_for
from assetry.domain.assets.related import all_related
from assetry.domain.assets.relation_types import CONTAINS
from assetry.web.assets.cells import asset_title
from assetry.web.assets.detail import crumbs_of
from assetry.web.assets.ties import asset_link
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Link, Note, Tile, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import DetailPage
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.values import status_html
from assetry.web.routes import AssetryRequest, Open, page

OWNERS = (("owner_person", "person"), ("owner_department", "department"))
HOLDERS = (("holder_person", "person"), ("holder_department", "department"))


@page(Open.SIGNED_IN)
def impact(request: AssetryRequest, public_id: str) -> HttpResponse:
    """For whoever sees the asset; what is hidden from them is neither named nor counted."""
    asset = get_asset_page_for(request.actor, public_id)
    return answer(request, "kit/detail.html", impact_page(asset, reader_of(request)))


def impact_page(asset: Any, reader: Reader) -> DetailPage:
    """The page of one asset's impact."""
    walk = walk_from(reader.actor, asset, Way.REACHED)
    steps = list(walk.steps.values())
    groups = _by_kind(steps)
    people = _people(asset, steps, reader)
    panels = [_assets_panel(title, found, walk, reader) for title, found in groups]
    panels += [_people_panel(people)] if people else []
    panels += _panels_of_other_areas(asset, steps, reader)
    return DetailPage(
        title=_("If %(asset)s stops or is retired") % {"asset": asset_title(asset)},
        crumbs=crumbs_of(asset, reader.actor, Link(label=_("Impact"))),
        drawing=asset.kind.icon,
        facts=_facts(walk),
        tiles=_tiles(groups, people),
        notes=_notes(asset, walk),
        main=panels,
    )


def _by_kind(steps: Sequence[Step]) -> list[tuple[Words, list[Step]]]:
    """The assets of each kind; what nobody carries, systems and information, stands before machines."""
    found: dict[Any, list[Step]] = {}
    for step in steps:
        found.setdefault(step.asset.kind, []).append(step)
    ordered = sorted(found, key=lambda kind: (kind.is_custodied, kind.position))
    return [(kind.name_plural, found[kind]) for kind in ordered]


def _facts(walk: Walk) -> list[Words]:
    count = ngettext("%(n)d asset is reached", "%(n)d assets are reached", walk.total) % {"n": walk.total}
    return [count, _("followed over 6 steps at most")]


def _tiles(groups: Sequence[tuple[Words, Sequence[Step]]], people: Sequence[object]) -> list[Tile]:
    """The three kinds with the most, and the people."""
    most = sorted(groups, key=lambda group: -len(group[1]))[:3]
    tiles = [Tile(label=title, value=str(len(found))) for title, found in most]
    return [*tiles, Tile(label=_("People and departments"), value=str(len(people)))]


def _notes(asset: Any, walk: Walk) -> list[Note]:
    if not walk.steps:
        text = _("Nothing on record runs on it, depends on it, is stored in it or lies in it.")
        return [Note(text=text, tone="info")]
    if walk.more:
        text = _("The nearest %(n)d are listed; the figure above counts all.") % {"n": len(walk.steps)}
        return [Note(text=text, tone="info")]
    return []


def _assets_panel(title: Words, steps: Sequence[Step], walk: Walk, reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Asset")),
        TableColumn(_("Status"), rank=2),
        TableColumn(_("Owner"), rank=1),
        TableColumn(_("Way")),
    )
    rows = [
        (
            asset_link(step.asset, reader),
            status_html(step.asset.status),
            _owner(step.asset, reader),
            _way(walk, step),
        )
        for step in steps
    ]
    return Panel(
        title=title, count=len(rows), blocks=(Table(caption=title, columns=columns, rows=rows, wrap=True),)
    )


def _owner(asset: Any, reader: Reader) -> Words:
    for column, entity in OWNERS:
        if (owner := getattr(asset, column)) is not None:
            return cells.person_html(owner.name, url=url_for_named(entity, owner, reader.actor))
    return cells.none_html()


def _way(walk: Walk, step: Step) -> Words:
    """ "ERP runs on vm-erp-01, which runs on host-7": from what is reached back to what stops."""
    parts = ((_said(each), asset_title(each.via)) for each in reversed(walk.path_to(step)))
    way = format_html_join(" › ", '<span class="muted">{}</span> <bdi>{}</bdi>', parts)
    return format_html("<span>{}</span>", way)


def _said(step: Step) -> Words:
    """What the reached one is to the one before it."""
    if step.type is CONTAINS:
        return step.type.inverse
    return step.type.label if step.type.reaches == "source" else step.type.inverse


def _people(asset: Any, steps: Iterable[Step], reader: Reader) -> list[tuple[Words, Words, Words]]:
    """Who answers for or holds what is reached, or the asset itself, each once with what for."""
    found: dict[tuple[str, int], tuple[Any, dict[str, None], dict[str, None]]] = {}
    for thing in (asset, *(step.asset for step in steps)):
        for verb, columns in ((_("answers for it"), OWNERS), (_("has it"), HOLDERS)):
            for column, entity in columns:
                if (who := getattr(thing, column)) is not None:
                    entry = found.setdefault((entity, who.pk), (who, {}, {}))
                    entry[1][verb] = None
                    entry[2][asset_title(thing)] = None
    return [
        (
            cells.person_html(
                who.name,
                url=url_for_named(entity, who, reader.actor),
                icon="users" if entity == "department" else "",
            ),
            ", ".join(verbs),
            ", ".join(things),
        )
        for (entity, _key), (who, verbs, things) in sorted(
            found.items(), key=lambda each: each[1][0].name_sort
        )
    ]


def _people_panel(people: Sequence[tuple[Words, Words, Words]]) -> Panel:
    columns = (TableColumn(_("Who")), TableColumn(_("As"), rank=1), TableColumn(_("Of")))
    table = Table(caption=_("People"), columns=columns, rows=people, wrap=True)
    return Panel(title=_("People and departments"), count=len(people), blocks=(table,))


def _panels_of_other_areas(asset: Any, steps: Sequence[Step], reader: Reader) -> list[Panel]:
    """Contracts, entitlements: what other areas tie to what is reached."""
    things = {asset.pk: asset} | {step.asset.pk: step.asset for step in steps}
    panels = []
    for related in all_related():
        rows = [
            (
                cells.entity_html(str(row), url=url_for_named(related.entity, row, reader.actor)),
                asset_link(things[key], reader),
            )
            for key, row in related.rows(reader.actor, list(things))
        ]
        if rows:
            columns = (TableColumn(related.label), TableColumn(_("Asset")))
            table = Table(caption=related.label, columns=columns, rows=rows)
            panels.append(Panel(title=related.label, count=len(rows), blocks=(table,)))
    return panels
