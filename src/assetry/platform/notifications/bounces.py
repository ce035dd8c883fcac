"""Mails that come back: the notice of a mail server (RFC 3464), and which of ours it is about."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from assetry.platform.notifications.models import OutgoingMail

MOST_BYTES: Final = 2_000_000
_OURS = re.compile(
    r"<(?P<kind>[a-z_]{1,40})\.(?P<event>[0-9]{1,18})\.(?P<recipient>[0-9]{1,18})@(?P<host>[^<>\s]+)>"
)
_OF_ORIGINAL: Final = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")


def message_id(mail: OutgoingMail) -> str:
    """What a mail is known by, however often it is sent."""
    return f"<{mail.kind}.{mail.event_id}.{mail.recipient_id}@{_host()}>"


def note_bounce(content: bytes) -> bool:
    """Mark the mail that a notice says could not be delivered; False where it says no such thing of one of ours."""
    notice = message_from_bytes(content[:MOST_BYTES], policy=policy.compat32)
    if not _says_failed(notice):
        return False
    return any(_mark(found) for text in _names(notice) for found in _OURS.finditer(text))


def _says_failed(notice: Message) -> bool:
    """Whether some recipient was given up: what is only delayed is none, nor what arrived."""
    reports = (part for part in notice.walk() if part.get_content_type() == "message/delivery-status")
    fields = (block for report in reports for block in report.walk() if block is not report)
    return any(str(block.get("Action", "")).strip().lower() == "failed" for block in fields)


def _names(notice: Message) -> Iterator[str]:
    """Where the original's Message-ID stands: in what was sent back of it, else in what the notice answers."""
    for part in notice.walk():
        if part.get_content_type() in _OF_ORIGINAL:
            yield from (str(inner.get("Message-ID", "")) for inner in part.walk())
            if part.get_content_maintype() == "text":
                yield _headers_of(part)
    yield from (str(notice.get(name, "")) for name in ("In-Reply-To", "References"))


def _headers_of(part: Message) -> str:
    """The Message-ID among headers that were sent back as a text."""
    payload = part.get_payload(decode=True)
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return str(message_from_bytes(text.encode()).get("Message-ID", ""))


def _mark(found: re.Match[str]) -> bool:
    if found["host"] != _host():
        return False
    states = [OutgoingMail.State.SENT, OutgoingMail.State.BOUNCED]
    mail = OutgoingMail.objects.filter(
        kind=found["kind"],
        event_id=int(found["event"]),
        recipient_id=int(found["recipient"]),
        state__in=states,
    )
    return bool(mail.update(state=OutgoingMail.State.BOUNCED))


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
