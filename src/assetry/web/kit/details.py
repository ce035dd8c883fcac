"""A detail page from its description: head, properties in groups, timeline. Areas add panels by `replace`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Prose
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.custom import HEADING
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import Story, timeline_of
from assetry.web.kit.values import field_html, shown_value, value_of


@dataclass(frozen=True, kw_only=True)
class PropGroup:
    """Described fields that stand together; the first group needs no heading."""

    fields: Sequence[str]
    heading: Words = ""


@dataclass(frozen=True, kw_only=True)
class DetailDescription:
    """One thing's page: properties on the left, its timeline on the right.

    `always` are fields shown when empty; the others stay away then. `list_url` is where the crumb leads.
    """

    entity: str
    groups: Sequence[PropGroup]
    list_url: str
    list_label: Words
    always: frozenset[str] = frozenset()
    facts: Sequence[str] = ()
    drawing: str = ""
    story: Story | None = None


def detail_page(
    description: DetailDescription,
    row: Any,
    reader: Reader,
    *,
    actions: Sequence[Action] = (),
    more: Sequence[Action] = (),
    timeline_url: str = "",
) -> DetailPage:
    """The page of a loaded row."""
    entity = entity_named(description.entity)
    fields, custom = entity.fields_by_name, entity.custom_fields
    if custom:
        own = PropGroup(fields=tuple(custom), heading=HEADING)
        description = replace(description, groups=(*description.groups, own))
    story = description.story or Story(entity=entity.name, table=entity.table)
    timeline = timeline_of(story, row.pk, reader, limit=30, url=timeline_url)
    title, facts = entity.title(row), [fields[name] for name in description.facts]
    return DetailPage(
        title=title,
        crumbs=(Link(label=description.list_label, url=description.list_url), Link(label=title)),
        avatar=title if description.entity == "person" else "",
        drawing=description.drawing,
        facts=[field_html(each, row, reader) for each in facts if shown_value(each, row, reader)],
        actions=actions,
        more=more,
        main=(
            Panel(
                title=_("Properties"), id="properties", blocks=group_blocks(description, fields, row, reader)
            ),
        ),
        side=(Panel(title=_("Timeline"), id="timeline", blocks=(timeline,)),),
    )


def group_blocks(
    description: DetailDescription, fields: Mapping[str, Field], row: Any, reader: Reader
) -> list[Props | Prose]:
    """The groups that have something to show; long text stands as prose."""
    blocks: list[Props | Prose] = []
    for group in description.groups:
        props = props_of(fields, row, group.fields, reader, always=description.always)
        if props:
            blocks.append(Props(props=props, heading=group.heading))
        blocks += prose_of(fields, row, group.fields)
    return blocks


def props_of(
    fields: Mapping[str, Field],
    row: Any,
    names: Sequence[str],
    reader: Reader,
    *,
    always: frozenset[str] = frozenset(),
    copied: frozenset[str] = frozenset(),
) -> list[Prop]:
    """Fields of a row as properties: those with a value, and those that are always shown."""
    shown = []
    for name in names:
        described = fields.get(name)
        if described is None or described.secret or described.type is FieldType.LONG_TEXT:
            continue
        value = shown_value(described, row, reader)
        if value in (None, "", False) and name not in always:
            continue
        copy = str(value) if name in copied and value else ""
        shown.append(Prop(label=described.label, value=field_html(described, row, reader), copy=copy))
    return shown


def prose_of(fields: Mapping[str, Field], row: Any, names: Sequence[str]) -> list[Prose]:
    """The long texts among the fields."""
    long = [fields[name] for name in names if name in fields and fields[name].type is FieldType.LONG_TEXT]
    return [Prose(text=text, heading=f.label) for f in long if (text := value_of(f, row))]


def copyable(text: str, label: str) -> Words:
    """A code with its copy button, for the head of a page."""
    return format_html("{} {}", cells.code_html(text), cells.copy_html(text, label))
