"""Rows of an entity by their keys, as an actor sees them: a statement is compiled once for all who see alike."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db.models import FETCH_PEERS

from assetry.kernel.registry import Entity
from assetry.platform.database.kept import KeptRead
from assetry.platform.permissions.actor import Actor

MOST_KEPT: Final = 200
_kept: OrderedDict[tuple[object, ...], KeptRead] = OrderedDict()
_lock = Lock()


def rows_seen(actor: Actor, entity: Entity, keys: Sequence[int], *columns: str) -> list[Any]:
    """Those of these keys that the actor sees, in no order: with what they refer to read for all at once, or as tuples
    of `columns`.

    Kept under all that `visible_to` asks an actor: a grant that is taken away leads to another statement.
    """
    at = (entity.name, columns, actor.sight)
    with _lock:
        read = _kept.pop(at, None) or _read_of(actor, entity, columns)
        _kept[at] = read  # the last used stands last
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    try:
        return read(list(keys))
    except EmptyResultSet:
        return []


def _read_of(actor: Actor, entity: Entity, columns: tuple[str, ...]) -> KeptRead:
    visible = entity.visible_to(actor).order_by()
    rows = visible.values_list(*columns) if columns else visible.fetch_mode(FETCH_PEERS)
    return KeptRead(lambda keys: rows.filter(pk__among=keys), list)
