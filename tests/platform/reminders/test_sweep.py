"""The sweep: exactly once, late but once, canceled when a date moves, never to who may not see the thing."""

from datetime import date
from typing import Any

import pytest

from assetry.domain.assets.asset_models import Asset
from assetry.domain.ledger.models import CostCenter
from assetry.domain.organization.models import Person
from assetry.kernel.registry import entity_named
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.operations import finish_item
from assetry.platform.inbox.queries import Shelf, items_on
from assetry.platform.notifications.letters import write_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reminders.checks import check_owners
from assetry.platform.reminders.letters import addressee_of
from assetry.platform.reminders.models import Reminder
from assetry.platform.reminders.operations import delete_policy, edit_policy
from assetry.platform.reminders.people import roles_of
from assetry.platform.reminders.queries import list_sent
from assetry.platform.reminders.refusals import PolicyReachesNobody
from assetry.platform.reminders.running import sweep_all
from assetry.platform.subscriptions.unsubscribing import find_topic, unsubscribe
from tests.cast import Cast
from tests.factories import make_asset, make_department, make_person
from tests.platform.reminders.making import BEGIN, at, ending, policy, sweep

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


def leads() -> list[int]:
    return list(Reminder.objects.order_by("pk").values_list("lead", flat=True))


def move(asset: Any, day: date | None) -> None:
    with signed("test"):
        Asset.objects.filter(pk=asset.pk).update(ends_on=day)


def test_each_lead_goes_out_once(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast)
    sweep(at(1), at(1, 10), at(2), at(23), at(24), at(24, 11), at(31), at(1, month=4))
    assert leads() == [30, 7, 0]
    assert InboxItem.objects.filter(user_id=cast.user("employee").pk).count() == 1
    assert OutgoingMail.objects.count() == 3


def test_after_downtime_one_reminder_goes_out_not_one_for_each_lead(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast)
    sweep(at(27))
    assert leads() == [7]


def test_nothing_goes_out_in_quiet_hours_nor_on_weekends(cast: Cast) -> None:
    ending(cast, date(2026, 4, 6))  # 30 days before is Saturday, the 7th of March
    policy(cast, working_days=True)
    sweep(at(5), at(6, 7), at(6, 18), at(7), at(8))
    assert leads() == []
    sweep(at(6, 8))
    assert leads() == [30]


def test_a_repetition_goes_out_until_somebody_acts(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast, leads=[0], repeat_every=7, repeat_times=5)
    sweep(at(31), at(7, month=4))
    item = InboxItem.objects.get()
    finish_item(actor=cast.actor("employee"), item=item, at=at(8, month=4))
    sweep(at(14, month=4), at(21, month=4))
    assert leads() == [0, -7]


def test_a_date_that_moves_cancels_and_plans_anew(cast: Cast) -> None:
    asset = ending(cast, DAY)
    policy(cast)
    sweep(at(2))
    waiting = OutgoingMail.objects.get()
    move(asset, date(2026, 4, 30))
    sweep(at(3), at(31))
    assert leads() == [30, 30]
    assert [item.due_on for item in InboxItem.objects.filter(canceled_at=None)] == [date(2026, 4, 30)]
    assert write_letter(waiting) is None
    move(asset, DAY)
    sweep(at(31, 11))
    assert leads() == [30, 30, 0]


def test_a_date_that_goes_away_is_never_told(cast: Cast) -> None:
    asset = ending(cast, DAY)
    policy(cast)
    move(asset, None)
    sweep(at(2))
    assert leads() == []


def test_the_filter_decides(cast: Cast) -> None:
    ending(cast, DAY, name="Yes")
    ending(cast, DAY, name="No")
    policy(cast, filter_text='name eq "Yes"')
    sweep(at(2))
    assert Reminder.objects.count() == 1


def test_a_policy_reads_as_its_owner(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast, "stranger")
    sweep(at(2))
    assert leads() == []


def test_what_a_recipient_may_not_see_is_in_no_mail_and_names_none(cast: Cast) -> None:
    """The mail is noted at the insert: before it is known what stays hidden, here the first of the two."""
    with signed("test"):
        theirs = make_asset(cast.other_company, ends_on=DAY)
    ours = ending(cast, DAY)
    policy(cast, "administrator", roles=[], user_ids=[cast.user("technician").pk])
    sweep(at(2))
    hidden, sent = (Reminder.objects.get(object_id=asset.pk) for asset in (theirs, ours))
    assert (hidden.outcome, hidden.mail_id, hidden.event_id) == ("hidden", None, None)
    assert sent.mail_id == sent.pk
    assert list(OutgoingMail.objects.values_list("event_id", "recipient_id")) == [(sent.event_id, sent.pk)]


def test_whoever_may_not_see_the_thing_is_not_told(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast, roles=[], user_ids=[cast.user(role).pk for role in ("technician", "stranger")])
    sweep(at(2))
    outcomes = dict(Reminder.objects.values_list("recipient", "outcome"))
    assert outcomes == {
        f"user:{cast.user('technician').pk}": "sent",
        f"user:{cast.user('stranger').pk}": "hidden",
    }
    assert not InboxItem.objects.filter(user_id=cast.user("stranger").pk).exists()
    assert OutgoingMail.objects.count() == 1


def test_a_role_without_an_account_and_an_outside_address_get_mail_alone(cast: Cast) -> None:
    with signed("test"):
        owner = make_person(cast.company, "Nora Noaccount", email="nora@example.com")
    ending(cast, DAY, owner_person=owner)
    policy(cast, addresses=["lessor@example.com"])
    sweep(at(2))
    letters = [write_letter(mail) for mail in OutgoingMail.objects.all()]
    assert {letter.to for letter in letters if letter} == {"nora@example.com", "lessor@example.com"}
    assert not any("/assets/" in letter.text for letter in letters if letter)
    assert not InboxItem.objects.exists()


def test_an_address_that_gets_another_beside_it_is_not_told_again(cast: Cast) -> None:
    ending(cast, DAY)
    made = policy(cast, roles=[], addresses=["old@example.com", "gone@example.com"])
    sweep(at(2))
    entity, changes = entity_named("asset"), {"addresses": ["new@example.com", "old@example.com"]}
    actor = cast.actor("asset_manager")
    edit_policy(actor=actor, policy=made, entity=entity, changes=changes, version=1, at=at(3))
    sweep(at(3))
    letters = [write_letter(mail) for mail in OutgoingMail.objects.order_by("pk")]
    assert [letter and letter.to for letter in letters] == ["old@example.com", None, "new@example.com"]
    with pytest.raises(PolicyReachesNobody):
        edit_policy(actor=actor, policy=made, entity=entity, changes={"addresses": []}, version=2, at=at(3))


def test_the_head_of_a_department_is_a_recipient(cast: Cast) -> None:
    with signed("test"):
        department = make_department(cast.company, "IT", head=cast.person("technician"))
    ending(cast, DAY, owner_department=department, owner_person=None)
    policy(cast, roles=["owner_department.head"])
    sweep(at(2))
    assert [r.recipient for r in Reminder.objects.all()] == [f"user:{cast.user('technician').pk}"]


def test_the_recipient_s_zone_decides(cast: Cast) -> None:
    with signed("test"):
        cast.company.time_zone = "Pacific/Auckland"
        cast.company.save()
    ending(cast, DAY)
    policy(cast)
    sweep(at(1, 9))  # 22:00 there
    assert leads() == []
    sweep(at(1, 20))  # 9:00 of the 2nd
    assert leads() == [30]


def test_a_digest_is_one_mail_and_singles_are_many(cast: Cast) -> None:
    ending(cast, DAY, name="One")
    ending(cast, DAY, name="Two")
    policy(cast)
    policy(cast, name="Singly", is_digest=False)
    sweep(at(2))
    assert [len(mail.facts["reminders"]) for mail in OutgoingMail.objects.order_by("pk")] == [2, 1, 1]
    letter = write_letter(OutgoingMail.objects.order_by("pk")[0])
    assert letter is not None
    assert letter.subject == "Ends: 2 things"
    assert letter.text.count("/reminders/link/") == 2


def test_nobody_acted_so_it_is_escalated_once(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast, leads=[30], escalate_after=5, escalate_to_id=cast.user("administrator").pk)
    sweep(at(2), at(6), at(8), at(9))
    escalated = Reminder.objects.filter(is_escalated=True)
    assert [r.recipient for r in escalated] == [f"user:{cast.user('administrator').pk}"]


def test_who_acted_is_not_escalated(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast, leads=[30], escalate_after=5, escalate_to_id=cast.user("administrator").pk)
    sweep(at(2))
    finish_item(actor=cast.actor("employee"), item=InboxItem.objects.get(), at=at(3))
    sweep(at(8))
    assert not Reminder.objects.filter(is_escalated=True).exists()


def test_the_database_too_refuses_a_second_one(cast: Cast) -> None:
    from django.db import IntegrityError

    ending(cast, DAY)
    policy(cast)
    sweep(at(2))
    twin = Reminder.objects.get()
    twin.pk, twin.public_id = None, "ABCDEFGHJKMN"
    with pytest.raises(IntegrityError):
        twin.save(force_insert=True)


def test_doctor_names_policies_of_closed_accounts(cast: Cast) -> None:
    policy(cast, "administrator")
    assert check_owners(BEGIN).level is Level.OK
    with signed("test"):
        User.objects.filter(pk=cast.user("administrator").pk).update(is_active=False)
    assert check_owners(BEGIN).level is Level.WARNING


def test_an_inactive_policy_and_a_closed_owner_send_nothing(cast: Cast) -> None:
    ending(cast, DAY)
    made = policy(cast)
    edit_policy(
        actor=cast.actor("asset_manager"), policy=made, entity=entity_named("asset"),
        changes={"is_active": False}, version=1, at=BEGIN,
    )  # fmt: skip
    policy(cast, "administrator")
    with signed("test"):
        User.objects.filter(pk=cast.user("administrator").pk).update(is_active=False)
    sweep(at(2))
    assert leads() == []


def test_a_filter_that_no_longer_fits_holds_nobody_up(cast: Cast) -> None:
    ending(cast, DAY)
    broken = policy(cast)
    with signed("test"):
        type(broken).objects.filter(pk=broken.pk).update(field="gone")
    policy(cast, name="Fine")
    assert sweep_all(at=at(2)) == [broken.public_id]
    assert leads() == [30]


def test_a_deleted_policy_leaves_the_inboxes(cast: Cast) -> None:
    ending(cast, DAY)
    made = policy(cast)
    sweep(at(2))
    delete_policy(actor=cast.actor("asset_manager"), policy=made, version=None, at=at(3))
    assert not InboxItem.objects.filter(canceled_at=None).exists()
    assert not Reminder.objects.exists()


def test_a_cost_center_s_owner_is_told(cast: Cast) -> None:
    with signed("test"):
        center = CostCenter.objects.create(
            company=cast.company, code="4711", name="IT", name_sort="it", owner=cast.person("technician")
        )
    ending(cast, DAY, cost_center=center)
    assert str(roles_of(entity_named("asset"))["cost_center.owner"]) == "Owner: Cost center"
    policy(cast, roles=["cost_center.owner"])
    sweep(at(2))
    assert Reminder.objects.get().recipient == f"user:{cast.user('technician').pk}"


def test_a_team_is_told_once_in_the_inbox_of_each_of_its_members(cast: Cast) -> None:
    with signed("test"):
        team = make_department(cast.company, "Service desk", head=cast.person("asset_manager"))
        Person.objects.filter(username="technician").update(department=team)
    ending(cast, DAY, owner_person=None, owner_department=team)
    told = policy(cast, roles=["owner_department.team"], leads=[30, 7])
    sweep(at(2), at(2, 10), at(24))
    assert {one.recipient for one in Reminder.objects.all()} == {f"team:{team.pk}"}
    assert (InboxItem.objects.count(), OutgoingMail.objects.count()) == (1, 0)
    assert addressee_of(told, f"team:{team.pk}").name == "Service desk"  # type: ignore[union-attr]
    members = [who for who in cast.users if items_on(cast.actor(who), Shelf.TEAM, at=at(24)).exists()]
    assert members == ["asset_manager", "technician"]
    finish_item(actor=cast.actor("technician"), item=InboxItem.objects.get(), at=at(25))
    assert not items_on(cast.actor("asset_manager"), Shelf.TEAM, at=at(25)).exists()
    assert set(Reminder.objects.values_list("is_settled", flat=True)) == {True}


def test_who_left_an_optional_policy_finds_it_in_the_inbox_alone(cast: Cast) -> None:
    ending(cast, DAY)
    told = policy(cast, is_optional=True)
    sweep(at(2))
    letter = write_letter(OutgoingMail.objects.get())
    assert letter is not None
    assert letter.unsubscribe_url in letter.html
    unsubscribe(*find_topic(letter.unsubscribe_url.rpartition("/")[2]), at=at(2))
    assert write_letter(OutgoingMail.objects.get()) is None
    sweep(at(24))
    assert sorted(OutgoingMail.objects.values_list("state", flat=True)) == ["unsubscribed", "waiting"]
    assert [one.mail for one in list_sent(told)] == ["unsubscribed", "waiting"]  # type: ignore[attr-defined]
    assert InboxItem.objects.count() == 1
    owner = cast.actor("asset_manager")
    edit_policy(
        actor=owner,
        policy=told,
        entity=entity_named("asset"),
        changes={"is_optional": False},
        version=1,
        at=at(25),
    )
    sweep(at(31))
    assert OutgoingMail.objects.order_by("-pk")[0].state == "waiting"


def test_what_is_not_optional_has_no_link(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast)
    sweep(at(2))
    letter = write_letter(OutgoingMail.objects.get())
    assert letter is not None
    assert (letter.unsubscribe_url, "nsubscribe" in letter.html) == ("", False)
