"""The checks of the trail: a trigger taken away, a right given, a month not made."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from assetry.platform.audit import checks
from assetry.platform.doctor.checks import Level

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)


def test_a_missing_trigger_is_named(owner_connection: psycopg.Connection) -> None:
    assert checks.check_triggers(NOW).level is Level.OK
    owner_connection.execute("DROP TRIGGER audit_update ON assets_custody")
    finding = checks.check_triggers(NOW)
    assert (finding.level, "assets_custody" in finding.rows[0]) == (Level.PROBLEM, True)


def test_a_right_to_write_the_trail_is_named(owner_connection: psycopg.Connection) -> None:
    assert checks.check_rights(NOW).level is Level.OK
    owner_connection.execute("GRANT UPDATE ON audit_change TO assetry_app")
    assert checks.check_rights(NOW).rows == ("audit_change",)


@pytest.mark.parametrize(("later", "level"), [(0, Level.OK), (20, Level.WARNING), (23, Level.PROBLEM)])
def test_a_trail_without_room_for_the_months_to_come_is_named(later: int, level: Level) -> None:
    assert checks.check_months(NOW + timedelta(days=31 * later)).level is level
