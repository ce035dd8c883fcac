"""Views for tests."""

from typing import Any

from assetry.platform.saved_views.models import SavedView, Visibility
from assetry.platform.saved_views.operations import create_view, share_view
from tests.cast import NOW, Cast

LIST = "asset:hardware"


def make_view(cast: Cast, owner: str = "asset_manager", name: str = "Mine", **query: list[str]) -> SavedView:
    """A private view of one of the six."""
    wanted = query or {"status": ["A"]}
    return create_view(
        actor=cast.actor(owner), list_name=LIST, entity="asset", name=name, query=wanted, at=NOW
    )


def share(
    cast: Cast, view: SavedView, visibility: Visibility, role: str = "", by: str = "asset_manager"
) -> Any:
    """Share it."""
    return share_view(actor=cast.actor(by), view=view, visibility=visibility, role=role, version=None, at=NOW)
