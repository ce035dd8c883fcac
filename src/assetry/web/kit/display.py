"""How the rows of a list look: as a table or as cards, how high, in which order."""

from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from assetry.kernel.registry import entity_named
from assetry.platform.accounts.preferences import DENSITIES
from assetry.web.components.parts import Words
from assetry.web.kit.by_tree import field_of_tree
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.links import route_url
from assetry.web.kit.looks import CARDS, TREE, Choice, Display
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader

_TABLE: Final = _("Table"), "rows-3"
_CARDS: Final = (CARDS, _("Cards"), "layout-grid")
_TREE: Final = (TREE, _("Tree"), "list-tree")
_WORDS: Final = {"compact": _("Compact"), "default": _("Default"), "comfortable": _("Roomy")}


def display_of(description: ListDescription, query: ListQuery, sort: str, reader: Reader) -> Display:
    """The looks that a list has, and which of them it has now."""
    look = query.get("look") or ("table" if description.tree else "")
    asked = query.get("density") if query.get("density") in DENSITIES else ""
    height = asked or reader.density or "default"
    return Display(
        look=look,
        density=asked,
        looks=[
            Choice(label, query.url(look=value or None), value == look, icon)
            for value, label, icon in _looks(description)
        ],
        densities=[
            Choice(_WORDS[value], query.url(density=value), value == height, value=value)
            for value in DENSITIES
        ],
        sorts=_sorts(description, query, sort),
        columns_url=_columns_url(description, query),
        density_url=route_url("set_density"),
    )


def _looks(description: ListDescription) -> list[tuple[str, Words, str]]:
    """Where the bare address shows a tree, its rows are at an address of their own."""
    if description.tree:
        return [_TREE, ("table", *_TABLE), _CARDS]
    return [("", *_TABLE), _CARDS, *([_TREE] if field_of_tree(description) else [])]


def _sorts(description: ListDescription, query: ListQuery, sort: str) -> list[Choice]:
    """Every field that sorts; the one that does now, the other way round."""
    fields = (
        entity_named(description.entity).fields_by_name if description.fields is None else description.fields
    )
    name = sort.removeprefix("-")
    return [
        Choice(
            field.label,
            query.url(sort=f"-{field.name}" if sort == field.name else field.name),
            field.name == name,
            icon=("arrow-down" if sort.startswith("-") else "arrow-up") if field.name == name else "",
        )
        for field in fields.values()
        if field.sort
    ]


def _columns_url(description: ListDescription, query: ListQuery) -> str:
    """The chooser, told of this list as it is."""
    told = {"list": description.list_name, "at": query.url()}
    return f"{route_url('view_columns')}?{urlencode(told)}"
