"""The checks of the trail: a trigger taken away, a right given, a month not made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.test import override_settings

from assetry.platform.audit import checks
from assetry.platform.audit.queries import unsealed_tail
from assetry.platform.audit.sealing.head import NAME
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)


def test_a_missing_trigger_is_named(owner_connection: psycopg.Connection) -> None:
    assert checks.check_triggers(NOW).level is Level.OK
    owner_connection.execute("DROP TRIGGER audit_update ON assets_custody")
    finding = checks.check_triggers(NOW)
    assert (finding.level, "assets_custody" in finding.rows[0]) == (Level.PROBLEM, True)


@pytest.mark.parametrize("right", ["UPDATE", "UPDATE (before)"])
def test_a_right_to_write_the_trail_is_named(owner_connection: psycopg.Connection, right: str) -> None:
    assert checks.check_rights(NOW).level is Level.OK
    owner_connection.execute(f"GRANT {right} ON audit_change TO assetry_app".encode())
    assert checks.check_rights(NOW).rows == ("audit_change",)


@pytest.mark.parametrize(("later", "level"), [(0, Level.OK), (20, Level.WARNING), (23, Level.PROBLEM)])
def test_a_trail_without_room_for_the_months_to_come_is_named(later: int, level: Level) -> None:
    assert checks.check_months(NOW + timedelta(days=31 * later)).level is level


def test_a_month_that_is_missing_between_others_is_named(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute("ALTER TABLE audit_change_y2027m01 RENAME TO elsewhere")
    finding = checks.check_months(NOW)
    owner_connection.execute("ALTER TABLE elsewhere RENAME TO audit_change_y2027m01")
    assert finding.level is Level.PROBLEM


def test_a_head_that_contradicts_the_chain_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{}")
    with override_settings(DATA_DIR=tmp_path):
        assert checks.check_seals(NOW).level is Level.PROBLEM


@pytest.mark.parametrize(("minutes", "level"), [(1, Level.OK), (60, Level.WARNING)])
def test_a_tail_that_stays_unsealed_is_named(tmp_path: Path, minutes: int, level: Level) -> None:
    with signed("test"), override_settings(DATA_DIR=tmp_path):
        since = unsealed_tail().since
        assert since is not None
        assert checks.check_seals(since + timedelta(minutes=minutes)).level is level
