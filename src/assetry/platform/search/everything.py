"""One box over everything that is registered to be found: grouped, best first, within what the actor may see.

What an exact code names comes first, then what begins with the typed words, then what holds them anywhere. Scope is
part of each statement, so that a limit never counts what the actor does not see.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from django.db import models

from assetry.kernel.registry import Entity, entities
from assetry.kernel.text import name_sort
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.finding import columns_of_name
from assetry.platform.search.models import MOST_ROWS
from assetry.platform.search.queries import (
    entities_holding,
    is_searchable,
    likeness,
    matching_ids,
    similar_ids,
)

# So many matches are ranked; of a word with more, those that begin with it are asked for beside them.
MOST_RANKED: Final = 200
_LAST: Final = "\U0010ffff"


class Rank(IntEnum):
    """How well a row fits, the best first."""

    EXACT = 0
    CODE_BEGINS = 1
    NAME_BEGINS = 2
    WORD_BEGINS = 3
    HOLDS = 4
    SIMILAR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one entity; `best` is the rank of the first row."""

    entity: Entity
    rows: Sequence[Any]
    best: Rank

    @property
    def is_similar(self) -> bool:
        """Whether nothing holds the words as they were typed."""
        return self.best is Rank.SIMILAR


# Of an entity, among the rows that the actor sees.
type _Found = Callable[[Actor, Entity, Any, str], list[tuple[Rank, int]]]


def find_everything(
    actor: Actor, text: str, *, limit: int, narrowed: Callable[[Entity], bool] = lambda _entity: True
) -> list[Group]:
    """At most `limit` of each entity that `narrowed` lets pass, the group with the best row first.

    Where nothing holds the words, what is like them.
    """
    searched = [entity for entity in entities() if entity.searched and narrowed(entity)]
    groups = list(_groups(actor, _holding(searched, text), text, limit, _matching))
    if not groups and is_searchable(text):
        groups = list(_groups(actor, searched, text, limit, _similar))
    return sorted(groups, key=lambda group: (group.best, group.entity.name != MOST_ROWS))


def _holding(searched: Sequence[Entity], text: str) -> list[Entity]:
    """Those that are worth a statement: with most rows, with codes of their own, or with some object that fits."""
    known = entities_holding(text) if len(searched) > 1 and is_searchable(text) else None
    return [
        entity
        for entity in searched
        if known is None or entity.name == MOST_ROWS or entity.find_by_code or entity.name in known
    ]


def count_matching(actor: Actor, entity: Entity, text: str) -> int:
    """How many the list of the entity shows for these words."""
    if not is_searchable(text):
        return 0
    return int(entity.visible_to(actor).filter(pk__in=matching_ids(entity.name, text)).count())


def _groups(
    actor: Actor, searched: Sequence[Entity], text: str, limit: int, found: _Found
) -> Iterator[Group]:
    for entity in searched:
        visible = entity.visible_to(actor).order_by()
        ranked = found(actor, entity, visible, text)[:limit]
        if ranked:
            shown = visible.filter(pk__among=[key for _rank, key in ranked])
            rows = {row.pk: row for row in shown.fetch_mode(models.FETCH_PEERS)}
            yield Group(entity=entity, rows=[rows[key] for _rank, key in ranked], best=ranked[0][0])


def _matching(actor: Actor, entity: Entity, visible: Any, text: str) -> list[tuple[Rank, int]]:
    """Keys with their rank, best first."""
    exact = [(Rank.EXACT, key) for key in entity.find_by_code(actor, text)] if entity.find_by_code else []
    if not is_searchable(text):
        return exact
    columns = [*entity.codes, columns_of_name(visible.model)[0]]
    holding = visible.filter(pk__in=matching_ids(entity.name, text)).values_list("pk", *columns)
    rows = list(holding[:MOST_RANKED])
    if len(rows) == MOST_RANKED:
        rows += _beginning(visible, columns, text)
    known = {key for _rank, key in exact}
    typed, sort = text.casefold(), name_sort(text)
    ranked = sorted({(_rank(row, typed, sort), row[-1], row[0]) for row in rows if row[0] not in known})
    return [*exact, *((rank, key) for rank, _name, key in ranked)]


def _beginning(visible: Any, columns: Sequence[str], text: str) -> Iterator[Any]:
    """Rows whose first code, or name, begins with the text: along an index, whatever else holds it."""
    *codes, name = columns
    starts = {(code, start) for code in codes[:1] for start in (text, text.upper())} | {
        (name, name_sort(text))
    }
    for column, start in sorted(starts):
        between = {f"{column}__gte": start, f"{column}__lt": start + _LAST}
        yield from visible.filter(**between).order_by(column).values_list("pk", *columns)[:MOST_RANKED]


def _rank(row: Sequence[Any], typed: str, sort: str) -> Rank:
    """Of a key, its codes and its name."""
    _key, *codes, name = row
    folded = [code.casefold() for code in codes if code]
    if typed in folded or sort == name:
        return Rank.EXACT
    if any(code.startswith(typed) for code in folded):
        return Rank.CODE_BEGINS
    if name.startswith(sort):
        return Rank.NAME_BEGINS
    return Rank.WORD_BEGINS if f" {sort}" in name else Rank.HOLDS


def _similar(_actor: Actor, entity: Entity, visible: Any, text: str) -> list[tuple[Rank, int]]:
    keys = list(
        visible.filter(pk__in=similar_ids(entity.name, text)).values_list("pk", flat=True)[:MOST_RANKED]
    )
    if not keys:
        return []
    alike = visible.filter(pk__in=keys).annotate(alike=likeness(entity.name, text))
    return [(Rank.SIMILAR, key) for key in alike.order_by("-alike", "pk").values_list("pk", flat=True)]
