"""What the demo's people say and are reminded of: two policies, a few comments, tasks that wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.setting import ACCOUNTS, Setting
from assetry.platform.accounts.models import User
from assetry.platform.comments.models import Comment, Watch
from assetry.platform.inbox.models import InboxItem, ItemKind
from assetry.platform.reminders.models import Reminder, ReminderPolicy

# Name, entity, date, filter, days before, roles.
_POLICIES = (
    ("Notice deadlines", "contract", "decide_by", "", [90, 30, 7, 0], ["owner"]),
    ("Warranty ends", "asset", "warranty_ends_on", "", [60, 14], ["owner_person", "holder"]),
)
# Tag of the asset, who, what, how many days ago.
_COMMENTS = (
    ("LT-1038", "Sam Idris", "The **left hinge** is loose. @Priya Nair, repair it under warranty?", 4),
    ("LT-1038", "Priya Nair", "Yes, the shop takes it on Thursday; lend Lena a spare until then.", 3),
)
# Whose, by whom, what, due in how many days, snoozed for how many days.
_TASKS = (
    ("Priya Nair", "Priya Nair", "Collect quotes for the laptop lease", 6, 0),
    ("Priya Nair", "Noor Haddad", "Send the list of data carriers that left", -2, 0),
    ("Priya Nair", "Priya Nair", "Plan the stocktake in Robotics", 40, 21),
    ("Sam Idris", "Priya Nair", "Label the new docks", 3, 0),
)


def write_talk(setting: Setting, ids: Mapping[str, int], at: datetime) -> None:
    """Insert it, under the event that is open; `ids` are the keys of assets by their tags."""
    priya = setting.users["Priya Nair"].pk
    for name, entity, field, filter_text, leads, roles in _POLICIES:
        ReminderPolicy.objects.create(
            public_id=demo_id("reminder_policy", name), owner_user_id=priya, name=name, entity=entity, field=field,
            filter_text=filter_text, leads=leads, roles=roles, zone="Europe/Berlin", starts_on=at.date(),
        )  # fmt: skip
    for tag, who, text, ago in _COMMENTS:
        if tag in ids:
            _say(setting.users[who].pk, ids[tag], text, at - timedelta(days=ago), told=priya)
    for owner, maker, title, due, asleep in _TASKS:
        InboxItem.objects.create(
            public_id=demo_id("inbox_item", title), user_id=setting.users[owner].pk, kind=ItemKind.TASK, title=title,
            due_on=at.date() + timedelta(days=due), created_at=at, created_by_id=setting.users[maker].pk,
            snoozed_until=at + timedelta(days=asleep) if asleep else None,
        )  # fmt: skip


def _say(author: int, asset: int, text: str, at: datetime, *, told: int) -> None:
    comment = Comment.objects.create(
        public_id=demo_id("comment", text),
        entity="asset",
        object_id=asset,
        author_id=author,
        text=text,
        written_at=at,
    )
    Watch.objects.get_or_create(user_id=author, entity="asset", object_id=asset)
    if author != told:
        InboxItem.objects.create(
            user_id=told, kind=ItemKind.MENTION, entity="asset", object_id=asset, origin=f"comment:{comment.pk}",
            created_at=at, created_by_id=author,
        )  # fmt: skip


def remove_talk() -> None:
    """Delete what the demo's accounts keep for themselves, before they go; what they said goes with them."""
    public_ids = [demo_id("user", name) for name, _role, _company in ACCOUNTS]
    users = list(User.objects.filter(public_id__in=public_ids).values_list("pk", flat=True))
    policies = ReminderPolicy.objects.filter(owner_user_id__in=users)
    Reminder.objects.filter(policy__in=policies).delete()
    policies.delete()
    Comment.objects.filter(author_id__in=users).delete()
    Watch.objects.filter(user_id__in=users).delete()
    InboxItem.objects.filter(user_id__in=users).delete()
