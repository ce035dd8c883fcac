"""The mail of a report: what the view shows its recipient when it is sent, in their language."""

from babel.dates import format_date
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.accounts.models import User
from assetry.platform.exports.formats import FORMATS
from assetry.platform.notifications.letters import Attached, Letter, register_letter
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reports.models import Form, ReportSending
from assetry.platform.reports.queries import KIND, owner_of, view_of, zones_of
from assetry.platform.reports.reading import Shown, views
from assetry.platform.reports.sending import outcome_of, recipient_of
from assetry.platform.subscriptions.unsubscribing import Topic, register_topic, unsubscribe_url

MOST_ROWS = 100  # of a table in a mail
MOST_ROWS_OF_A_FILE = 20_000
MOST_BYTES = 7_000_000  # what most mail servers take, once it is encoded


def write_report(mail: OutgoingMail) -> Letter | None:
    """None, and on record why, where the recipient may no longer have it."""
    sending = ReportSending.objects.select_related("schedule").filter(pk=mail.recipient_id).first()
    if sending is None:
        return None
    user, view = User.objects.get(pk=sending.user_id), view_of(sending.schedule)
    owner = owner_of(sending.schedule)
    outcome = outcome_of(sending.schedule, view, user, owner) if owner else ReportSending.Outcome.OWNER
    if outcome != ReportSending.Outcome.SENT or view is None:
        _note(sending, outcome)
        return None
    zone = zones_of(sending.schedule, {user.pk: user})[user.pk]
    with translation.override(user.language):
        try:
            shown = views().show(actor_of(user), view, sending.decided_at, zone, MOST_ROWS)
        except (Refusal, KeyError):
            _note(sending, ReportSending.Outcome.BROKEN)
            return None
        return _letter(sending, user, shown)


def _note(sending: ReportSending, outcome: str) -> None:
    ReportSending.objects.filter(pk=sending.pk).update(outcome=outcome)


def _letter(sending: ReportSending, user: User, shown: Shown) -> Letter:
    schedule = sending.schedule
    files, link = _files(sending, shown), unsubscribe_url(KIND, sending.public_id)
    as_table = schedule.form == Form.TABLE
    day = format_date(sending.occurs_on, "d MMM y", locale=user.language.replace("-", "_"))
    context = {
        "language": user.language,
        "title": schedule.name,
        "day": day,
        "shown": shown,
        "rows": shown.rows if as_table else (),
        "more": max(shown.total - len(shown.rows), 0) if as_table else 0,
        "is_too_large": not files and not as_table,
        "owner": _name_of(schedule.owner_user_id),
        "unsubscribe_url": link,
    }
    return Letter(
        to=user.email,
        subject=_("%(name)s, %(day)s") % {"name": schedule.name, "day": day},
        text=render_to_string("mail/report.txt", context),
        html=render_to_string("mail/report.html", context),
        files=files,
        unsubscribe_url=link,
    )


def _files(sending: ReportSending, shown: Shown) -> tuple[Attached, ...]:
    """The file, where the schedule wants one and a mail can carry it."""
    form = sending.schedule.form
    if form == Form.TABLE or shown.total > MOST_ROWS_OF_A_FILE:
        return ()
    content = b"".join(shown.file(form))
    name = f"report-{sending.occurs_on.isoformat()}.{form}"
    fits = len(content) <= MOST_BYTES
    return (Attached(name=name, content=content, media_type=FORMATS[form].media_type),) if fits else ()


def _name_of(user_id: int) -> str:
    user = active_users([user_id]).get(user_id)
    return user.name if user else ""


def register() -> None:
    """Make the letter known, and that it is optional."""
    register_letter(KIND, write_report)
    register_topic(KIND, _topic)


def _topic(public_id: str) -> Topic | None:
    sending = ReportSending.objects.select_related("schedule").filter(public_id=public_id).first()
    if sending is None:
        return None
    recipient = recipient_of(sending.user_id)
    return Topic(id=sending.schedule_id, recipient=recipient, name=sending.schedule.name)
