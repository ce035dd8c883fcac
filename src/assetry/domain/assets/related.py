"""What else is tied to assets, told by the areas above: each registers how it finds its own rows for some assets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assetry.kernel.refusals import Text
from assetry.platform.permissions.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Related:
    """ "Covered by" a contract, "Licensed by" an entitlement: projected from that area's tables, never stored twice.

    `rows(actor, asset_ids)` gives (asset id, row of `entity`) for each tie of today whose row the actor may see, in a
    number of statements that does not grow with the assets.
    """

    entity: str
    label: Text
    rows: Callable[[Actor, Sequence[int]], Iterable[tuple[int, Any]]]


_related: dict[str, Related] = {}


def register_related(related: Related) -> None:
    """Make a tie known; called once from its area's `AppConfig.ready`."""
    if related.entity in _related:
        raise ValueError(f"What is related by {related.entity} is registered twice.")
    _related[related.entity] = related


def all_related() -> tuple[Related, ...]:
    """Every tie, in the order of registration."""
    return tuple(_related.values())
