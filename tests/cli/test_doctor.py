"""`assetry doctor`: a line for each check, the mend, the exit code."""

import argparse
import json

import pytest
from django.db import connection

from assetry.cli import doctor
from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import registered_checks
from tests.cast import Cast
from tests.factories import make_asset, make_location

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(cast: Cast) -> Asset:
    with signed("test"):
        asset = make_asset(cast.company, location=make_location(cast.company))
        Asset.objects.filter(pk=asset.pk).update(location=None)
    return asset


def test_a_problem_is_named_with_its_mend_and_ends_with_1(
    broken: Asset, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor.run(argparse.Namespace(json=False)) == 1
    said = capsys.readouterr().out
    assert "PROBLEM Holders, places, statuses: Assets that show another holder" in said
    assert "→ Report it with the asset's timeline" in said
    assert broken.public_id in said
    assert f"{len(registered_checks())} checks:" in said


def test_json_holds_every_check(broken: Asset, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(argparse.Namespace(json=True)) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["level"] == "problem"
    assert [check["name"] for check in document["checks"]] == [check.name for check in registered_checks()]
    (custody,) = [check for check in document["checks"] if check["name"] == "custody"]
    assert custody["rows"] == [broken.public_id]


def test_without_a_problem_it_ends_with_0(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = [check for check in registered_checks() if check.name in {"clock", "custody", "mail_server"}]
    monkeypatch.setattr("assetry.platform.doctor.checks.registered_checks", lambda: sound)
    assert doctor.run(argparse.Namespace(json=False)) == 0
    assert "3 checks: 0 problems" in capsys.readouterr().out


def test_looking_leaves_no_trace(broken: Asset) -> None:
    def events() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_event")
            return int(cursor.fetchone()[0])

    before = events()
    doctor.run(argparse.Namespace(json=True))
    assert events() == before
