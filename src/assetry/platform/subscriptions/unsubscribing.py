"""Unsubscribing from a topic by the link in its mails (RFC 8058): one click, without signing in, taken back there too.

Only what is optional has the link: each kind of mail says which of its topics are, and what is none has no finder.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts.links import address_of, is_sealed, link_text, public_id_in
from assetry.platform.notifications.models import Unsubscription

KIND = "unsubscribe"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What a mail was about, to one recipient: a policy or a report by its key and name."""

    id: int
    recipient: str
    name: str


class UnsubscribeLinkClosed(Refusal):
    """Never one of ours, of what was deleted, or of what may not be left: not told apart."""

    code = "unsubscribe_link_closed"
    status = 410
    message = _("This link is of a mail that is no longer sent, or that everybody it concerns receives.")


# By the public id of what was sent; None for what is gone or not optional.
type Finder = Callable[[str], Topic | None]
_finders: dict[str, Finder] = {}


def register_topic(kind: str, find: Finder) -> None:
    """Make a kind of mail one that may be unsubscribed from; called once, from `AppConfig.ready`."""
    _finders[kind] = find


def unsubscribe_url(kind: str, public_id: str) -> str:
    """The link for a mail about what was sent under that id; empty where it is not optional."""
    topic = _finders[kind](public_id)
    if topic is None:
        return ""
    return address_of("unsubscribe", f"{kind}.{link_text(KIND, public_id, *_facts(kind, topic))}")


def find_topic(text: str) -> tuple[str, Topic]:
    """The kind and the topic of a link. Raises UnsubscribeLinkClosed."""
    kind, _dot, sealed = text.partition(".")
    finder = _finders.get(kind)
    topic = finder(public_id_in(sealed)) if finder else None
    if topic is None or not is_sealed(sealed, KIND, public_id_in(sealed), *_facts(kind, topic)):
        raise UnsubscribeLinkClosed
    return kind, topic


def unsubscribe(kind: str, topic: Topic, *, at: datetime) -> None:
    """No further mail of the topic; twice is once."""
    Unsubscription.objects.get_or_create(
        kind=kind, topic_id=topic.id, recipient=topic.recipient, defaults={"made_at": at}
    )


def subscribe_again(kind: str, topic: Topic) -> None:
    """The topic's mails come again."""
    Unsubscription.objects.filter(kind=kind, topic_id=topic.id, recipient=topic.recipient).delete()


def unsubscribed(kind: str, topic_id: int, recipients: Iterable[str]) -> set[str]:
    """Of the recipients of a topic those who want no mail of it."""
    rows = Unsubscription.objects.filter(kind=kind, topic_id=topic_id, recipient__in=list(recipients))
    return set(rows.values_list("recipient", flat=True))


def _facts(kind: str, topic: Topic) -> tuple[str, ...]:
    return (kind, str(topic.id), topic.recipient)
