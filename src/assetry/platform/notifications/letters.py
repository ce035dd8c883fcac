"""How a mail of a kind reads: each area registers what writes its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assetry.platform.notifications.models import OutgoingMail


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that travels with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent: a subject on one line, the same in plain text and in HTML, and files.

    `unsubscribe_url` is for what is optional ("": it is not): mail programs show a button for it.
    """

    to: str
    subject: str
    text: str
    html: str
    files: Sequence[Attached] = ()
    unsubscribe_url: str = ""


type Writer = Callable[[OutgoingMail], Letter | None]

_writers: dict[str, Writer] = {}


def register_letter(kind: str, writer: Writer) -> None:
    """Make a kind of mail known; the writer gives None when there is nobody to write to any more."""
    if kind in _writers:
        raise ValueError(f"The mail {kind} is registered twice.")
    _writers[kind] = writer


def write_letter(mail: OutgoingMail) -> Letter | None:
    """The letter of a mail in the outbox."""
    return _writers[mail.kind](mail)
