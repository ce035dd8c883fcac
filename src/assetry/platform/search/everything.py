"""One box over everything that is registered to be found: grouped, best first, within what the actor may see.

What an exact code names comes first, then what begins with the typed words, then what holds them anywhere. Scope is
part of each statement, so that a limit never counts what the actor does not see.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from assetry.kernel.registry import Entity, entities
from assetry.kernel.text import name_sort
from assetry.platform.database.reading import model_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.finding import columns_of_name
from assetry.platform.search.models import MOST_ROWS
from assetry.platform.search.queries import (
    is_searchable,
    keys_of_words,
    likeness,
    matching_ids,
    others_holding,
    similar_ids,
)
from assetry.platform.search.seen import rows_seen

# So many matches are ranked; of a word with more, those that begin with it are asked for beside them.
MOST_RANKED: Final = 200
# So many are read whole and ranked then; of more only what ranks them, and the best again.
MOST_WHOLE: Final = 24
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


# The best of an entity with their ranks, among the rows that the actor sees.
type _Ranked = list[tuple[Rank, Any]]
type _Found = Callable[[Entity], _Ranked]


def find_everything(
    actor: Actor, text: str, *, limit: int, narrowed: Callable[[Entity], bool] = lambda _entity: True
) -> list[Group]:
    """At most `limit` of each entity that `narrowed` lets pass, the group with the best row first.

    Where nothing holds the words, what is like them.
    """
    searched = [entity for entity in entities() if entity.searched and narrowed(entity)]
    if not is_searchable(text):
        return _groups(searched, lambda entity: _named(actor, entity, text, limit))
    others = others_holding(text) if len(searched) > 1 else None
    holding = [
        one for one in searched if others is None or one.name in {MOST_ROWS, *others} or one.find_by_code
    ]
    groups = _groups(holding, lambda entity: _matching(actor, entity, text, limit, others))
    return groups or _groups(searched, lambda entity: _similar(actor, entity, text, limit))


def _groups(searched: Sequence[Entity], found: _Found) -> list[Group]:
    ranked = [(entity, found(entity)) for entity in searched]
    groups = [
        Group(entity=entity, rows=[row for _rank, row in best], best=best[0][0])
        for entity, best in ranked
        if best
    ]
    return sorted(groups, key=lambda group: (group.best, group.entity.name != MOST_ROWS))


def count_matching(actor: Actor, entity: Entity, text: str) -> int:
    """How many the list of the entity shows for these words."""
    if not is_searchable(text):
        return 0
    return int(entity.visible_to(actor).filter(pk__in=matching_ids(entity.name, text)).count())


def _named(actor: Actor, entity: Entity, text: str, limit: int) -> _Ranked:
    """What a code names that is too short for the index of words."""
    keys = list(entity.find_by_code(actor, text))[:limit] if entity.find_by_code else []
    return _whole(actor, entity, [(Rank.EXACT, key) for key in keys])


def _matching(
    actor: Actor, entity: Entity, text: str, limit: int, others: Mapping[str, Sequence[int]] | None
) -> _Ranked:
    """Best first: of few that hold the words all are read at once, of many only what ranks them."""
    if others is not None and entity.name != MOST_ROWS:
        keys: Sequence[int] | None = others.get(entity.name, ())
    else:
        keys = keys_of_words(entity.name, text, MOST_RANKED)
    named = list(entity.find_by_code(actor, text, spelled=keys is not None)) if entity.find_by_code else []
    columns = [*entity.codes, columns_of_name(model_of(entity.table))[0]]
    if keys is None or len(keys) > MOST_WHOLE:
        rows = (
            rows_seen(actor, entity, sorted({*keys, *named}), "pk", *columns)
            if keys is not None
            else _first_to_rank(actor, entity, columns, named, text)
        )
        return _whole(actor, entity, [(rank, row[0]) for rank, row in _best(rows, named, text)[:limit]])
    wanted = sorted({*keys, *named})
    whole = {row.pk: row for row in rows_seen(actor, entity, wanted)} if wanted else {}
    values = [(key, *(getattr(row, column) for column in columns)) for key, row in whole.items()]
    return [(rank, whole[row[0]]) for rank, row in _best(values, named, text)[:limit]]


def _first_to_rank(
    actor: Actor, entity: Entity, columns: Sequence[str], named: Sequence[int], text: str
) -> list[Sequence[Any]]:
    """Keys with what ranks them: of the first rows that hold the words, those that begin so, those that are named."""
    visible = entity.visible_to(actor).order_by()
    holding = visible.filter(pk__in=matching_ids(entity.name, text)).values_list("pk", *columns)
    rows = list(holding[:MOST_RANKED])
    if len(rows) == MOST_RANKED:
        rows += _beginning(visible, columns, text)
    return [*rows, *(rows_seen(actor, entity, named, "pk", *columns) if named else ())]


def _best(rows: Sequence[Sequence[Any]], named: Sequence[int], text: str) -> list[tuple[Rank, Sequence[Any]]]:
    """Ranked: `named` are keys that an exact code names, also one that is kept elsewhere."""
    typed, sort = text.casefold(), name_sort(text)
    place = {key: at for at, key in enumerate(named)}
    judged = {row[0]: (_rank(row, place, typed, sort), row) for row in rows}
    ordered = sorted(judged.values(), key=lambda found: (found[0], found[1][-1], found[1][0]))
    return [(rank, row) for (rank, _place), row in ordered]


def _whole(actor: Actor, entity: Entity, ranked: Sequence[tuple[Rank, int]]) -> _Ranked:
    """Read whole; what went since it was ranked is left out."""
    rows = {row.pk: row for row in rows_seen(actor, entity, [key for _rank, key in ranked])} if ranked else {}
    return [(rank, rows[key]) for rank, key in ranked if key in rows]


def _beginning(visible: Any, columns: Sequence[str], text: str) -> Iterator[Any]:
    """Rows whose first code, or name, begins with the text: along an index, whatever else holds it."""
    *codes, name = columns
    starts = {(code, start) for code in codes[:1] for start in (text, text.upper())} | {
        (name, name_sort(text))
    }
    for column, start in sorted(starts):
        between = {f"{column}__gte": start, f"{column}__lt": start + _LAST}
        yield from visible.filter(**between).order_by(column).values_list("pk", *columns)[:MOST_RANKED]


def _rank(row: Sequence[Any], named: Mapping[int, int], typed: str, sort: str) -> tuple[Rank, int]:
    """Of a key, its codes and its name; of what is exact also by what: its own codes, in their order, come first."""
    key, *codes, name = row
    folded = [(code or "").casefold() for code in codes]
    if typed in folded:
        return Rank.EXACT, folded.index(typed) - len(folded)
    if key in named:
        return Rank.EXACT, named[key]
    if sort == name:
        return Rank.EXACT, len(named)
    if any(code.startswith(typed) for code in folded):
        return Rank.CODE_BEGINS, 0
    if name.startswith(sort):
        return Rank.NAME_BEGINS, 0
    return (Rank.WORD_BEGINS if f" {sort}" in name else Rank.HOLDS), 0


def _similar(actor: Actor, entity: Entity, text: str, limit: int) -> _Ranked:
    visible = entity.visible_to(actor).order_by()
    keys = list(
        visible.filter(pk__in=similar_ids(entity.name, text)).values_list("pk", flat=True)[:MOST_RANKED]
    )
    if not keys:
        return []
    alike = visible.filter(pk__in=keys).annotate(alike=likeness(entity.name, text))
    best = alike.order_by("-alike", "pk").values_list("pk", flat=True)[:limit]
    return _whole(actor, entity, [(Rank.SIMILAR, key) for key in best])
