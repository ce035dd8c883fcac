"""The lists that have a name: what a saved view, a column chooser or a block on home is of."""

from collections.abc import Callable
from dataclasses import dataclass

from assetry.kernel.refusals import NotFound
from assetry.platform.permissions.actor import Actor
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader


@dataclass(frozen=True, kw_only=True)
class NamedList:
    """A list by its name ("person", "asset:hardware"): where it is, and what it shows for a query."""

    name: str
    entity: str
    url: str
    describe: Callable[[Reader, ListQuery], ListDescription]


# A list of an entity, by what stands after the colon; None where the actor has no such list.
type Finder = Callable[[Actor, str], NamedList | None]
_finders: dict[str, Finder] = {}


def register_list(entity: str, finder: Finder) -> None:
    """Make an entity's lists known; called once, where its routes are made."""
    _finders[entity] = finder


def list_named(actor: Actor, name: str) -> NamedList:
    """The list of that name, where the actor may open it; raises NotFound."""
    entity, _colon, part = name.partition(":")
    finder = _finders.get(entity)
    found = finder(actor, part) if finder else None
    if found is None:
        raise NotFound
    return found
