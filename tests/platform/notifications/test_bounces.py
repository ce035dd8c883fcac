"""Notices of mails that came back (RFC 3464): only of ours, only of what was given up."""

import io
from typing import Any

import pytest

from assetry.cli.mail import run
from assetry.platform.notifications.bounces import message_id, note_bounce
from assetry.platform.notifications.models import OutgoingMail

pytestmark = pytest.mark.django_db

NOTICE = """From: MAILER-DAEMON@mx.example.com
To: it@larkfield.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
{headers}
--B
Content-Type: text/plain

I could not deliver it.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; gone@example.com
Action: {action}
Status: 5.1.1

--B
Content-Type: {original}

{returned}
--B--
"""


@pytest.fixture
def mail() -> OutgoingMail:
    return OutgoingMail.objects.create(kind="reminder", event_id=7, recipient_id=8, state="sent")


def notice(
    *, headers: str = "", action: str = "failed", original: str = "message/rfc822", returned: str = ""
) -> bytes:
    given = {"headers": headers, "action": action, "original": original, "returned": returned}
    return NOTICE.format(**given).encode()


def returned(text: str) -> str:
    return f"Subject: Ends\nMessage-ID: {text}\n\nbody\n"


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_the_mail_that_was_sent_back_is_marked_once_and_again(mail: OutgoingMail, original: str) -> None:
    content = notice(original=original, returned=returned(message_id(mail)))
    assert (note_bounce(content), note_bounce(content)) == (True, True)
    mail.refresh_from_db()
    assert mail.state == "bounced"


def test_what_is_sent_back_without_the_original_answers_it(mail: OutgoingMail) -> None:
    assert note_bounce(notice(headers=f"In-Reply-To: {message_id(mail)}\n"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00 no mail",
        notice(action="delayed", returned=returned("<reminder.7.8@127.0.0.1>")),
        notice(action="delivered", returned=returned("<reminder.7.8@127.0.0.1>")),
        notice(returned=returned("<reminder.7.8@elsewhere.example>")),
        notice(returned=returned("<reminder.7.9@127.0.0.1>")),
        notice(returned=returned("<reminder.' OR 1=1.8@127.0.0.1>")),
        notice(returned=returned(f"<reminder.{'9' * 30}.8@127.0.0.1>")),
        b"Subject: Re\nIn-Reply-To: <reminder.7.8@127.0.0.1>\n\nThank you.",
    ],
)
def test_nothing_else_marks_anything(mail: OutgoingMail, content: bytes, settings: Any) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert not note_bounce(content)
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_the_command_reads_one_notice(
    mail: OutgoingMail, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for content, code in ((notice(returned=returned(message_id(mail))), 0), (b"Hello", 1)):
        stream = io.TextIOWrapper(io.BytesIO(content))
        monkeypatch.setattr("sys.stdin", stream)
        assert run(None) == code  # type: ignore[arg-type]
    assert "Marked as returned." in capsys.readouterr().out
