"""Moves from a status, changed by check boxes beside it."""

import pytest
from django.test import Client

from assetry.domain.assets.models import StateTransition, Status
from assetry.domain.catalog.models import AssetKind
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _client(cast: Cast, role: str = "asset_manager") -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


@pytest.fixture
def status() -> Status:
    return Status.objects.get(name="In repair")


@pytest.fixture
def kind() -> AssetKind:
    return AssetKind.objects.get(code="hardware")


def _from(kind: AssetKind, source: str = "in_maintenance") -> set[str]:
    rows = StateTransition.objects.filter(kind=kind, source=source)
    return set(rows.values_list("target", flat=True))


def _save(client: Client, kind: AssetKind, status: Status, *targets: str, version: int | None = None) -> str:
    url = f"/settings/kinds/{kind.public_id}/moves/in_maintenance"
    sent = {"target": targets, "status": status.public_id, "version": str(version or kind.version)}
    return client.post(url, sent, follow=True).content.decode()


def test_the_boxes_show_what_is_allowed(cast: Cast, status: Status, kind: AssetKind) -> None:
    page = _client(cast).get(f"/settings/statuses/{status.public_id}?kind=hardware").content.decode()
    checked = {state for state in _from(kind) if f'name="target" value="{state}" checked' in page}
    assert checked == _from(kind)
    assert 'name="target" value="planned">' in page
    assert 'value="in_maintenance"' not in page


def test_they_are_saved_and_other_states_keep_their_moves(
    cast: Cast, status: Status, kind: AssetKind
) -> None:
    others = StateTransition.objects.exclude(kind=kind, source="in_maintenance")
    before = set(others.values_list("pk", flat=True))
    page = _save(_client(cast), kind, status, "retired", "planned")
    assert "The moves of Hardware are saved." in page
    assert _from(kind) == {"retired", "planned"}
    assert set(others.values_list("pk", flat=True)) == before


def test_a_state_that_was_not_shown_keeps_its_move(cast: Cast, status: Status, kind: AssetKind) -> None:
    client = _client(cast)
    _save(client, kind, status, "missing", "retired")
    kind.refresh_from_db()
    missing = Status.objects.get(name="Missing")
    sent = {"name": "Missing", "icon": "x", "hue": "20", "is_archived": "on", "version": str(missing.version)}
    client.post(f"/settings/statuses/{missing.public_id}", {**sent, "kind_hardware": "on"})
    _save(client, kind, status, "in_stock")
    assert _from(kind) == {"in_stock", "missing"}


def test_a_stale_page_is_refused(cast: Cast, status: Status, kind: AssetKind) -> None:
    before = _from(kind)
    page = _save(_client(cast), kind, status, "planned", version=kind.version + 7)
    assert "Somebody else changed this meanwhile." in page
    assert _from(kind) == before


@pytest.mark.parametrize("role", ["technician", "auditor"])
def test_who_may_not_change_them_sees_no_boxes(
    cast: Cast, status: Status, kind: AssetKind, role: str
) -> None:
    before = _from(kind)
    client = _client(cast, role)
    page = client.get(f"/settings/statuses/{status.public_id}").content.decode()
    assert "From here it may go to" in page
    assert 'name="target"' not in page
    _save(client, kind, status, "planned")
    assert _from(kind) == before
