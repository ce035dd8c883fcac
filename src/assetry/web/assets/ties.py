"""What an asset is to others, on its page: a table of relations, a drawing, and what other areas tie to it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.impact import Step, Walk, Way, walk_from
from assetry.domain.assets.queries import list_contents
from assetry.domain.assets.related import all_related
from assetry.domain.assets.relation_queries import list_past_relations, list_relations, list_ties_among
from assetry.domain.assets.relation_types import CONTAINS, RELATION_TYPES, End
from assetry.web.assets import cells as asset_cells
from assetry.web.assets.class_panel import class_panels
from assetry.web.assets.verbs import may_act
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.graph import Graph, Node
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.links import entity_url, url_for_named
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import status_html

type Line = tuple[Words, Words, Words, Words, Words]
DRAWN: Final = 40
DRAWN_DEPTH: Final = 3


def ties_panels(asset: Any, reader: Reader) -> tuple[list[Panel], int]:
    """The panels of the section, and how many relations of today they hold."""
    lines = [*_relations(asset, reader), *_custody(asset, reader), *_of_other_areas(asset, reader)]
    panels = [_table_panel(asset, lines, reader), *class_panels(asset, reader)]
    drawing = _drawing(asset, reader)
    if len(drawing.nodes) > 1:
        impact = Link(label=_("Impact"), url=reverse("asset_impact", kwargs={"public_id": asset.public_id}))
        panels.append(Panel(title=_("How it hangs together"), id="drawing", blocks=(drawing,), link=impact))
    return [*panels, *_past(asset, reader)], len(lines)


def asset_link(asset: Any, reader: Reader, letters: int = 0) -> Words:
    """An asset by its name (or so many letters of it) and its tag, as a link for who may open it."""
    title, tag = asset_cells.asset_title(asset), asset.asset_tag or ""
    title = Truncator(title).chars(letters) if letters else title
    url = url_for_named("asset", asset, reader.actor)
    return cells.entity_html(title, url=url, tag=tag if tag != title else "")


def _table_panel(asset: Any, lines: Sequence[Line], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Relation")),
        TableColumn(_("With")),
        TableColumn(_("Kind"), rank=2),
        TableColumn(_("Status"), rank=1),
        TableColumn(""),
    )
    empty = _("Nothing is on record. Say what it runs on, what it depends on, or what it stores.")
    table = Table(caption=_("Relations"), columns=columns, rows=lines, empty=empty)
    url = reverse("asset_relate", kwargs={"public_id": asset.public_id})
    add = Action(label=_("Add a relation"), url=url, icon="plus", how="dialog", small=True)
    actions = (add,) if may_act(reader.actor, asset, P.EDIT) else ()
    link = Link(label=_("All relations"), url=reverse("relations")) if reader.actor.may(P.VIEW) else None
    return Panel(
        title=_("Relations"), id="relations", count=len(lines), blocks=(table,), actions=actions, link=link
    )


def _relations(asset: Any, reader: Reader) -> Iterator[Line]:
    for row in list_relations(reader.actor, asset):
        end: End = "source" if row.source_id == asset.pk else "target"
        other = row.target if end == "source" else row.source
        said = RELATION_TYPES[row.type].said_of(end)
        yield _line(said, other, _end_button(row, other, said, reader), reader)


def _end_button(row: Any, other: Any, said: Words, reader: Reader) -> Words:
    """For who may change both assets."""
    if not all(may_act(reader.actor, each, P.EDIT) for each in (row.source, row.target)):
        return ""
    words = {"relation": said, "asset": asset_cells.asset_title(other)}
    url = reverse("relation_end", kwargs={"public_id": row.public_id})
    return cells.post_html(url, _("End"), _("End: %(relation)s %(asset)s") % words)


def _line(said: Words, other: Any, button: Words, reader: Reader) -> Line:
    return (said, asset_link(other, reader), other.kind.name, status_html(other.status), button)


def _custody(asset: Any, reader: Reader) -> Iterator[Line]:
    """What lies in it, and in what it lies: told by custody, ended by checking in."""
    if (outer := asset.holder_asset) is not None:
        url = url_for_named("asset", outer, reader.actor)
        yield (CONTAINS.inverse, cells.entity_html(asset_cells.asset_label(outer), url=url), "", "", "")
    for inner in list_contents(reader.actor, asset):
        yield _line(CONTAINS.label, inner, "", reader)


def _of_other_areas(asset: Any, reader: Reader) -> Iterator[Line]:
    for related in all_related():
        for _key, row in related.rows(reader.actor, [asset.pk]):
            url = url_for_named(related.entity, row, reader.actor)
            yield (related.label, cells.entity_html(str(row), url=url), "", "", "")


def _past(asset: Any, reader: Reader) -> list[Panel]:
    """What ended, where anything did."""
    rows = [_past_row(row, asset, reader) for row in list_past_relations(reader.actor, asset)]
    columns = (
        TableColumn(_("Relation")),
        TableColumn(_("With")),
        TableColumn(_("Since"), rank=1),
        TableColumn(_("Until")),
    )
    table = Table(caption=_("Ended relations"), columns=columns, rows=rows)
    return [Panel(title=_("Ended"), id="ended", count=len(rows), blocks=(table,))] if rows else []


def _past_row(row: Any, asset: Any, reader: Reader) -> Sequence[Words]:
    end: End = "source" if row.source_id == asset.pk else "target"
    other = row.target if end == "source" else row.source
    moments = (
        cells.instant_html(at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
        for at in (row.starts_at, row.ends_at)
    )
    return (RELATION_TYPES[row.type].said_of(end), asset_link(other, reader), *moments)


def _drawing(asset: Any, reader: Reader) -> Graph:
    """What it needs to its left, what it reaches to its right: at most 40, the nearest ones."""
    walks = {way: walk_from(reader.actor, asset, way, depth=DRAWN_DEPTH, limit=DRAWN - 1) for way in Way}
    reached, needed = walks[Way.REACHED], walks[Way.NEEDED]
    middle = Node(
        id=asset.pk, label=asset_cells.asset_title(asset), note=asset.kind.name, url="#main", layer=0
    )
    steps = [(step, 1) for step in reached.steps.values()]
    steps += [(step, -1) for step in needed.steps.values() if step.asset.pk not in reached.steps]
    steps.sort(key=lambda each: each[0].depth)
    shown = [_node(step, side) for step, side in steps[: DRAWN - 1]]
    more = len(steps) - len(shown) + reached.more + needed.more
    return Graph(
        label=_("What it needs stands to the left of it, what stops with it to the right"),
        nodes=[middle, *_beside_theirs(shown, steps, asset.pk)],
        ties=_lines(asset, shown, walks.values()),
        more=ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more} if more else "",
        more_url=reverse("asset_impact", kwargs={"public_id": asset.public_id}),
    )


def _node(step: Step, side: int) -> Node:
    is_source = (step.type.reaches == "source") is (side > 0)
    verb = step.type.label if is_source else step.type.inverse
    note = f"{step.asset.kind.name} · {verb}"
    url = entity_url("asset", step.asset.public_id)
    label = asset_cells.asset_title(step.asset)
    return Node(id=step.asset.pk, label=label, note=note, url=url, layer=side * step.depth)


def _beside_theirs(nodes: Sequence[Node], steps: Sequence[tuple[Step, int]], middle: int) -> list[Node]:
    """Each layer in the order of what its nodes hang on, so that few lines cross."""
    via = {step.asset.pk: step.via.pk for step, _side in steps}
    order = {middle: 0}
    placed: list[Node] = []
    for node in sorted(nodes, key=lambda each: abs(each.layer)):
        order.setdefault(node.id, len(order))
    for layer in sorted({node.layer for node in nodes}, key=abs):
        column = [node for node in nodes if node.layer == layer]
        column.sort(key=lambda node: (order.get(via[node.id], 0), node.label))
        order |= {node.id: row for row, node in enumerate(column)}
        placed += column
    return placed


def _lines(asset: Any, shown: Sequence[Node], walks: Any) -> list[tuple[int, int, str]]:
    """Relations between what is shown, and what lies in what on the ways there."""
    ids = [asset.pk, *(node.id for node in shown)]
    ties = [
        (row.source_id, row.target_id, str(RELATION_TYPES[row.type].label)) for row in list_ties_among(ids)
    ]
    return ties + [line for walk in walks for line in _contained(walk)]


def _contained(walk: Walk) -> list[tuple[int, int, str]]:
    return [
        (step.via.pk, step.asset.pk, str(CONTAINS.label))
        for step in walk.steps.values()
        if step.type is CONTAINS
    ]
