"""What a saved view shows to an account: the pages that draw lists say it, since nothing here draws."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assetry.kernel.refusals import NotFound
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.models import SavedView


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A view as its reader sees it: the words of its head, and each row's cells as a person reads them.

    `rows` are at most as many as were asked for, of `total`. `numbers` are the places of columns of numbers. `file`
    writes all of it as a file of a format, in pieces.
    """

    title: str
    url: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int
    file: Callable[[str], Iterator[bytes]]
    sentence: str = ""
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ViewSource:
    """`may_take(actor, view)` is whether the account may take the view's rows away.

    `show(actor, view, at, zone, most)` is what the view shows; it raises Refusal for a view that no longer fits.
    """

    may_take: Callable[[Actor, SavedView], bool]
    show: Callable[[Actor, SavedView, datetime, str, int], Shown]


def _nothing(_actor: Actor, _view: SavedView, _at: datetime, _zone: str, _most: int) -> Shown:
    raise NotFound


_source = ViewSource(may_take=lambda _actor, _view: False, show=_nothing)


def read_views_from(source: ViewSource) -> None:
    """Say who shows views; called once, from `AppConfig.ready`."""
    global _source  # noqa: PLW0603 - the registry is one for the process
    _source = source


def views() -> ViewSource:
    """Who shows views."""
    return _source
