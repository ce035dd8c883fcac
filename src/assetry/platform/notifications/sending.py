"""Sending what is in the outbox."""

import smtplib
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from assetry.platform.notifications.bounces import message_id
from assetry.platform.notifications.letters import Letter, write_letter
from assetry.platform.notifications.models import OutgoingMail

# What a mail server says when a later try would end the same.
PERMANENT = 500


def send_mail(mail_id: int, *, at: datetime) -> None:
    """Send it, unless that has been done: the row is locked, so two workers never send the same one.

    A mail server that is out of reach or busy raises OSError: the job comes again. An address that it refuses
    for good ends the mail as bounced. A worker that dies between the server's answer and the commit sends it again
    under the same Message-ID, which mail programs show once.
    """
    with transaction.atomic():
        mail = (
            OutgoingMail.objects.select_for_update()
            .filter(pk=mail_id, state=OutgoingMail.State.WAITING)
            .first()
        )
        if mail is None:
            return
        letter = write_letter(mail)
        if letter is None:
            mail.state = OutgoingMail.State.NO_ADDRESS
        else:
            mail.state = _deliver(mail, letter)
            mail.sent_at = at if mail.state == OutgoingMail.State.SENT else None
        mail.save(update_fields=["state", "sent_at"])


def give_up(mail_id: int) -> None:
    """The last try failed too."""
    waiting = OutgoingMail.objects.filter(pk=mail_id, state=OutgoingMail.State.WAITING)
    waiting.update(state=OutgoingMail.State.FAILED)


def _deliver(mail: OutgoingMail, letter: Letter) -> OutgoingMail.State:
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_url:  # RFC 8058
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()), body=letter.text, to=[letter.to], headers=headers
    )
    message.attach_alternative(letter.html, "text/html")
    for file in letter.files:
        message.attach(file.name, file.content, file.media_type.partition(";")[0])
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= PERMANENT for code, _words in refusal.recipients.values()):
            return OutgoingMail.State.BOUNCED
        raise
    return OutgoingMail.State.SENT
