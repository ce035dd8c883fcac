"""What a policy's page shows: its rules, its record, and what it would have sent and will send."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity, entity_named
from assetry.platform.notifications.outbox import mail_words
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.letters import addressee_of, words_of_lead
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.reminders.people import roles_of
from assetry.platform.reminders.queries import Preview, list_sent, preview_of, titles_of
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Prop, Props, Table, TableColumn
from assetry.web.components.parts import Words
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader

MOST_LINES = 25


def label_of_role(code: str, entity: Entity) -> str:
    """Who a role is, in words."""
    role = roles_of(entity).get(code)
    return code if role is None else str(role)


def policy_panel(policy: ReminderPolicy) -> Panel:
    """What the policy says."""
    entity = entity_named(policy.entity)
    field = entity.fields_by_name.get(policy.field)
    again = ""
    if policy.repeat_every and policy.repeat_times:
        again = _("every %(days)d days, %(times)d times") % {
            "days": policy.repeat_every,
            "times": policy.repeat_times,
        }
    who = [label_of_role(code, entity) for code in policy.roles]
    others = [f"user:{pk}" for pk in policy.user_ids] + [
        f"mail:{n}" for n, _address in enumerate(policy.addresses)
    ]
    who += [name for recipient in others if (name := recipient_words(policy, recipient))]
    hours = _("%(start)02d:00 to %(end)02d:00 in the zone of who receives it") % {
        "start": policy.start_hour,
        "end": policy.end_hour,
    }
    how = [
        _("Inbox"),
        *([_("Mail, one for all") if policy.is_digest else _("Mail, one each")] * policy.by_mail),
    ]
    props = [
        Prop(label=_("Date"), value=f"{entity.label}: {field.label if field else policy.field}"),
        Prop(label=_("Filter"), value=cells.code_html(policy.filter_text)),
        Prop(label=_("Days before"), value=", ".join(str(lead) for lead in policy.leads)),
        Prop(label=_("Then again"), value=cells.text_html(again)),
        Prop(label=_("Who"), value=cells.text_html(", ".join(who))),
        Prop(label=_("How"), value=", ".join(how)),
        Prop(label=_("When"), value=f"{_('On working days')}, {hours}" if policy.working_days else hours),
        Prop(label=_("If nobody acts"), value=cells.text_html(_escalation(policy))),
    ]
    return Panel(title=_("Policy"), blocks=(Props(props=props, two=False),))


def _escalation(policy: ReminderPolicy) -> str:
    if policy.escalate_to_id is None:
        return ""
    return _("after %(days)d days to %(who)s") % {
        "days": policy.escalate_after or 0,
        "who": recipient_words(policy, f"user:{policy.escalate_to_id}"),
    }


def recipient_words(policy: ReminderPolicy, recipient: str) -> str:
    """The name of a recipient, an outside one's address."""
    found = addressee_of(policy, recipient)
    return (found.name or found.email) if found else _("a closed account")


def preview_panels(policy: ReminderPolicy, owner: Actor, reader: Reader) -> Sequence[Panel]:
    """The last 90 days and the next, as things stand now. Raises FilterInvalid, KeyError."""
    found = preview_of(policy, owner, today=reader.today)
    before = [one for one in found if one.day < reader.today][-MOST_LINES:]
    after = [one for one in found if one.day >= reader.today]
    titles = titles_of(policy, reader.actor, {one.object_id for one in (*before, *after[:MOST_LINES])})
    return (
        _previewed(policy, _("Will be sent, next 90 days"), after, titles, reader),
        _previewed(policy, _("Would have been sent, last 90 days"), before, titles, reader),
    )


def _previewed(
    policy: ReminderPolicy,
    title: str,
    found: Sequence[Preview],
    titles: dict[int, tuple[str, str]],
    reader: Reader,
) -> Panel:
    columns = [TableColumn(_("Day")), TableColumn(_("About")), TableColumn(_("Lead"), rank=1)]
    rows = [
        [
            cells.date_html(one.day, today=reader.today, locale=reader.locale),
            _thing(policy, titles.get(one.object_id)),
            words_of_lead(one.lead, one.occurs_on),
        ]
        for one in found[:MOST_LINES]
    ]
    table = Table(caption=title, columns=columns, rows=rows, empty=_("Nothing."))
    return Panel(title=title, count=len(found) or None, blocks=(table,))


def _thing(policy: ReminderPolicy, found: tuple[str, str] | None) -> Words:
    if found is None:
        return cells.none_html()
    return cells.entity_html(found[1], url=entity_url(policy.entity, found[0]))


def sent_panel(policy: ReminderPolicy, reader: Reader) -> Panel:
    """The record of what was sent, newest first."""
    sent = list_sent(policy, most=MOST_LINES)
    titles = titles_of(policy, reader.actor, {one.object_id for one in sent})
    columns = [
        TableColumn(_("Sent")),
        TableColumn(_("About")),
        TableColumn(_("To"), rank=1),
        TableColumn(_("What became of it"), rank=2),
    ]
    rows = [
        [
            cells.instant_html(one.sent_at, now=reader.now, locale=reader.locale, zone=reader.zone_info),
            _thing(policy, titles.get(one.object_id)),
            recipient_words(policy, one.recipient),
            fate_of(one),
        ]
        for one in sent
    ]
    table = Table(caption=_("Sent"), columns=columns, rows=rows, empty=_("Nothing was sent yet."))
    return Panel(title=_("Sent"), blocks=(table,))


def fate_of(reminder: Reminder) -> str:
    """What became of a reminder that `list_sent` gave."""
    if reminder.outcome != Reminder.Outcome.SENT:
        return str(Reminder.Outcome(reminder.outcome).label)
    if reminder.is_settled:
        return _("Done")
    if reminder.acted_at:
        return _("Asked for later")
    if reminder.opened_at:
        return _("Link opened")
    mail = reminder.mail  # type: ignore[attr-defined]
    return mail_words(mail) if mail else str(Reminder.Outcome(reminder.outcome).label)
