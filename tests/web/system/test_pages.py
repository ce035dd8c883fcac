"""The state of the installation for administrators, and its health for machines."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from assetry.platform.backups.records import Record, add_record
from assetry.platform.doctor.checks import registered_checks
from assetry.web.system import views
from assetry.web.system.pages import size_text
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_location

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def test_an_administrator_sees_every_check_and_what_runs_here(cast: Cast) -> None:
    page = client_of(cast, "administrator").get("/settings/system").content.decode()
    missing = [check.name for check in registered_checks() if f"<b>{check.label}</b>" not in page]
    assert missing == []
    assert "PostgreSQL" in page


def test_what_is_broken_is_named_with_what_to_do_but_not_by_its_id(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, location=make_location(cast.company))
        Asset.objects.filter(pk=asset.pk).update(location=None)
    page = client_of(cast, "administrator").get("/settings/system").content.decode()
    assert "Assets that show another holder, place or status than their history: 1. Report it" in page
    assert asset.public_id not in page


def test_the_last_backups_stand_there_with_their_size_or_failure(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    archive = tmp_path / "one.assetry"
    archive.touch()
    add_record(tmp_path, Record(path=archive, taken_at=NOW, bytes=3 * 2**20, verified=True))
    add_record(
        tmp_path, Record(path=archive, taken_at=NOW, bytes=0, verified=False, failure="The disk is full.")
    )
    page = client_of(cast, "administrator").get("/settings/system").content.decode()
    assert "3 MB" in page
    assert "The disk is full." in page


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee"])
def test_nobody_else_sees_it(cast: Cast, role: str) -> None:
    client = client_of(cast, role)
    assert client.get("/settings/system").status_code == 403
    assert "/settings/system" not in client.get("/settings").content.decode()


def test_the_settings_lead_there(cast: Cast) -> None:
    assert "/settings/system" in client_of(cast, "administrator").get("/settings").content.decode()


def test_health_is_open_to_all_and_says_nothing() -> None:
    answer = Client().get("/health")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
        200,
        b"ok\n",
        "text/plain",
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.cookies == {}


def test_health_is_503_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("connection refused at 10.0.0.7")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (503, b"unavailable\n")


def test_health_is_only_read() -> None:
    assert Client().post("/health").status_code == 405


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (1023, "1023 B"), (2048, "2 kB"), (15 * 2**20, "15 MB"), (3 * 2**40, "3 TB")],
)
def test_sizes_are_words(count: int, text: str) -> None:
    assert size_text(count) == text


def test_both_routes_are_declared() -> None:
    assert [views.system.route_permission, views.health.route_permission] == ["system.view", "public"]  # type: ignore[attr-defined]
