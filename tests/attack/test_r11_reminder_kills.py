"""R11, issue 9: three schedulers with workers are killed at random while a mail server answers 4xx, 5xx or never.

Each reminder goes out once, on the right local day in forty zones, over the nights when clocks change; the mail that
was in flight when its worker died may come twice, under one Message-ID. `ASSETRY_KILLS` sets another number.
"""

import os
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assetry.domain.access.compile import compile_grants
from assetry.domain.assets.models import Asset
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reminders.models import Reminder
from assetry.platform.reminders.operations import create_policy
from assetry.platform.reminders.rules import Hours
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_company, make_person
from tests.platform.reminders.test_rules import ZONES, oracle_day
from tests.support.mail_server import NEVER, mail_server
from tests.support.swept import Sweepers

SEED = 11
LEADS = [14, 7, 0]
# Later than any clock of a worker's own schedule; clocks change on the 9th (America) and on the 30th (Europe).
FIRST, STEPS, STEP = datetime(2031, 3, 1, tzinfo=UTC), 160, timedelta(hours=8)
ANSWERS = ["250 OK", "451 Later", "250 OK", "250 OK", "550 Nobody", "250 OK", NEVER, "421 Closing"]


def world(cast: Cast) -> dict[int, str]:
    """An asset in each zone, its owner and its company there: asset → zone."""
    found = {}
    with signed("test"):
        category = make_category()
        for number, zone in enumerate(ZONES):
            company = make_company(f"In {zone}", time_zone=zone)
            owner = make_person(company, f"Owner {number}", email=f"owner{number}@example.com")
            ends = date(2031, 3, 18) + timedelta(days=number % 24)
            asset = make_asset(company, category=category, owner_person=owner, ends_on=ends)
            found[asset.pk] = zone
        compile_grants([cast.user("administrator").pk])
    return found


def expected(zones: dict[int, str]) -> set[tuple[int, int, date]]:
    """Asset, lead, and the local day, as a person would reckon it."""
    ends = Asset.objects.filter(pk__in=zones).values_list("pk", "ends_on")
    return {(pk, lead, oracle_day(day, lead, Hours())) for pk, day in ends if day for lead in LEADS}


def survive(cast: Cast, folder: Path, kills: int) -> None:
    zones = world(cast)
    create_policy(
        actor=cast.actor("administrator"),
        entity=entity_named("asset"),
        field="ends_on",
        values={"name": "Ends", "leads": LEADS, "roles": ["owner_person"], "is_digest": False},
        at=FIRST,
    )
    with mail_server(*ANSWERS * 20) as inbox:
        sweepers = Sweepers(folder, inbox.url, 3, SEED)
        sweepers.start(FIRST)
        try:
            for step in range(1, STEPS):
                sweepers.advance(FIRST + step * STEP)
                for _kill in range(kills * step // (STEPS - 1) - kills * (step - 1) // (STEPS - 1)):
                    sweepers.kill()
            sweepers.advance(FIRST + STEPS * STEP)
            sweepers.work_off()
        finally:
            sweepers.stop()
    reminders = list(Reminder.objects.all())
    told = [(r.object_id, r.lead, _local(r.sent_at, zones[r.object_id])) for r in reminders]
    assert set(told) ^ expected(zones) == set()
    assert len(told) == len(ZONES) * len(LEADS)
    arrived = Counter(message["Message-ID"] for message in inbox.messages)
    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    assert sum(states.values()) == len(reminders)
    assert (set(states), len(arrived)) == ({"sent", "bounced"}, states["sent"])
    twice = arrived.total() - len(arrived)
    assert twice <= kills
    sys.stdout.write(f"{kills} kills: {len(reminders)} reminders, {dict(states)}, {twice} mails twice\n")


def _local(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_r11_each_reminder_goes_out_once_whoever_is_killed(cast: Cast, tmp_path: Path) -> None:
    survive(cast, tmp_path, int(os.environ.get("ASSETRY_KILLS", "100")))
