"""Rows of an entity by their keys, as an actor sees them: a statement is compiled once for all who see alike."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db.models import FETCH_PEERS

from assetry.kernel.registry import Entity
from assetry.platform.database.kept import KeptRead
from assetry.platform.permissions.actor import Actor

MOST_KEPT: Final = 200
_kept: OrderedDict[tuple[str, object], KeptRead] = OrderedDict()


def rows_seen(actor: Actor, entity: Entity, keys: Sequence[int]) -> list[Any]:
    """Those of these keys that the actor sees, in no order; what they refer to is read for all at once.

    Kept under all that `visible_to` asks an actor: a grant that is taken away leads to another statement.
    """
    at = (entity.name, actor.sight)
    read = _kept.get(at) or _kept.setdefault(at, _read_of(actor, entity))
    _kept.move_to_end(at)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    try:
        return read(list(keys))
    except EmptyResultSet:
        return []


def _read_of(actor: Actor, entity: Entity) -> KeptRead:
    visible = entity.visible_to(actor).order_by().fetch_mode(FETCH_PEERS)
    return KeptRead(lambda keys: visible.filter(pk__among=keys), list)
