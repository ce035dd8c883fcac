"""Three schedulers at once: no reminder twice, none lost."""

from datetime import date
from functools import partial

import pytest

from assetry.platform.inbox.models import InboxItem
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reminders.models import Reminder
from assetry.platform.reminders.running import sweep_all
from tests.cast import make_cast
from tests.platform.reminders.making import at, ending, policy
from tests.support.races import Rival


@pytest.mark.django_db(transaction=True)
def test_three_schedulers_send_each_reminder_once() -> None:
    cast = make_cast()
    for day in range(1, 6):
        ending(cast, date(2026, 3, day))
    policy(cast)
    policy(cast, name="Other", roles=[], user_ids=[cast.user("technician").pk])
    rivals = [Rival(partial(sweep_all, at=at(1))) for _n in range(3)]
    for rival in rivals:
        rival.join(timeout=30)
    assert [rival.outcome for rival in rivals] == [[], [], []]
    assert (Reminder.objects.count(), InboxItem.objects.count(), OutgoingMail.objects.count()) == (10, 10, 2)
