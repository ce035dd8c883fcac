"""Every change of the settings is told with before and after, and with who made it."""

import pytest
from django.test import Client

from assetry.domain.access.operations import create_role, edit_role
from assetry.domain.assets.models import StateTransition, Status
from assetry.domain.assets.operations import set_default_statuses, set_moves, set_transition
from assetry.domain.catalog.models import AssetKind
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def _page(cast: Cast, url: str) -> str:
    client = Client()
    client.force_login(cast.user("administrator"))
    return client.get(url).content.decode()


def test_a_kind_tells_its_moves_what_they_need_and_its_defaults(cast: Cast) -> None:
    kind, actor = AssetKind.objects.get(code="hardware"), cast.actor("asset_manager")
    kept = set(StateTransition.objects.filter(kind=kind).values_list("source", "target"))
    moves = kept - {("retired", "disposed")} | {("disposed", "in_stock")}
    set_moves(actor=actor, kind=kind, moves=moves, at=NOW)
    set_transition(
        actor=actor,
        kind=kind,
        source="in_stock",
        target="in_use",
        is_allowed=True,
        required_fields=["serial_number"],
        at=NOW,
    )
    planned = {"create": Status.objects.get(name="Planned")}
    set_default_statuses(actor=actor, kind=kind, statuses=planned, at=NOW)
    page = _page(cast, f"/settings/kinds/{kind.public_id}")
    assert "<del>Retired → Disposed</del>" in page
    assert "<ins>Disposed → In stock</ins>" in page
    assert "<ins>Serial</ins>" in page
    assert "<del>In stock</del>" in page
    assert "<ins>Planned</ins>" in page
    assert "by Priya Nair" in page


def test_a_role_tells_which_permission_came_and_went(cast: Cast) -> None:
    admin = cast.actor("administrator")
    role = create_role(actor=admin, name="Desk", permission_codes=["assets.asset.view"], at=NOW)
    codes = ["audit.view"]
    edit_role(actor=admin, role=role, name="Desk", permission_codes=codes, version=role.version, at=NOW)
    page = _page(cast, f"/settings/roles/{role.public_id}")
    assert "<del>See assets</del>" in page
    assert "<ins>See the activity log</ins>" in page
