"""The chooser of a list's columns: what is shown, in its order, then everything else that could be, by groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.kinds.registry import KINDS
from assetry.kernel.fields import Field
from assetry.kernel.linked import LinkedField
from assetry.kernel.registry import entity_named
from assetry.web.components.parts import Words
from assetry.web.kit.columns import ColumnInvalid, fields_to_show, with_columns
from assetry.web.kit.custom import HEADING
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.linked import linked_columns
from assetry.web.kit.query import ListQuery

# The groups that fields name, in words; a kind's own fields stand under its name.
_GROUPS: Final[dict[str, Words]] = {
    "identity": _("What it is"),
    "place": _("Where and with whom"),
    "answers": _("Who answers for it"),
    "money": _("Money and dates"),
    "register": _("The register"),
}
_REST: Final = _("More")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column: shown or not."""

    name: str
    label: Words
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """`fixed` heads the rows and is always there; `chosen` in their order, then the others in groups."""

    fixed: Words
    chosen: Sequence[ColumnChoice]
    groups: Sequence[tuple[Words, Sequence[ColumnChoice]]]
    differs: bool

    @property
    def names(self) -> list[str]:
        """The chosen columns as the address names them."""
        return [choice.name for choice in self.chosen]


def chooser(description: ListDescription, query: ListQuery, sent: Sequence[str] | None, move: str) -> Chooser:
    """The columns of the list, or those that were sent, one of them moved ("name:up"). Raises ColumnInvalid."""
    shown = with_columns(description, query)
    head = next(column for column in description.columns if column.place == "name")
    usual = [column.name for column in description.columns if column.name != head.name]
    now = [column.name for column in shown.columns if column.name != head.name]
    names = _moved(list(dict.fromkeys(now if sent is None else filter(None, sent))), move)
    labels = _labels(description)
    for name in names:
        if name not in labels:
            raise ColumnInvalid(column=name[:60])
    return Chooser(
        fixed=labels[head.name],
        chosen=[ColumnChoice(name, labels[name]) for name in names],
        groups=_groups(description, {*names, head.name}),
        differs=names != usual,
    )


def _moved(names: list[str], move: str) -> list[str]:
    """The names with one of them a place up or down."""
    name, _colon, way = move.partition(":")
    if name in names:
        at = names.index(name)
        names.insert(max(at - 1, 0) if way == "up" else at + 1, names.pop(at))
    return names


def _labels(description: ListDescription) -> dict[str, Words]:
    fields = fields_to_show(description)
    own = {column.name: column.label or fields[column.name].label for column in description.columns}
    linked = {one.described.name: one.described.label for one in _linked(description)}
    return {**{name: field.label for name, field in fields.items()}, **own, **linked}


def _linked(description: ListDescription) -> Iterator[LinkedField]:
    return linked_columns(entity_named(description.entity), fields_to_show(description))


def _groups(description: ListDescription, taken: set[str]) -> list[tuple[Words, list[ColumnChoice]]]:
    """What is not shown, under the words of its group."""
    groups: dict[Words, list[ColumnChoice]] = {}
    for name, field in fields_to_show(description).items():
        if name not in taken:
            choice = ColumnChoice(name, field.label, shown=False)
            groups.setdefault(_group_of(field), []).append(choice)
    named = {column.name for column in description.columns} - fields_to_show(description).keys() - taken
    own = [
        ColumnChoice(name, label, shown=False)
        for name, label in _labels(description).items()
        if name in named
    ]
    return [*groups.items(), *([(_REST, own)] if own else []), *_linked_groups(description, taken)]


def _linked_groups(description: ListDescription, taken: set[str]) -> list[tuple[Words, list[ColumnChoice]]]:
    """The fields of what the rows refer to, reference by reference."""
    groups: dict[str, tuple[Words, list[ColumnChoice]]] = {}
    for one in _linked(description):
        if one.described.name not in taken:
            _heading, choices = groups.setdefault(one.through.name, (one.through.label, []))
            choices.append(ColumnChoice(one.described.name, one.described.label, shown=False))
    return list(groups.values())


def _group_of(field: Field) -> Words:
    if field.key:
        return HEADING
    if field.group in KINDS:
        return KINDS[field.group].plural
    return _GROUPS.get(field.group, _REST)
