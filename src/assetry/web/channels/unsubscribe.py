"""The page behind the link by which a recipient leaves a topic's mails; it signs nobody in."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts import throttles
from assetry.platform.accounts.peers import group_of, peer_of
from assetry.platform.subscriptions.unsubscribing import (
    Topic,
    find_topic,
    subscribe_again,
    unsubscribe,
    unsubscribed,
)


@csrf_exempt  # a mail program clicks for its reader (RFC 8058); the secret is in the address, the body is not read
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, text: str) -> HttpResponse:
    """The question; sent, its answer. Looking at it changes nothing: mail scanners look too."""
    try:
        kind, topic = _found(request, text)
    except Refusal as refusal:
        return render(request, "account/link_invalid.html", {"why": str(refusal)}, status=refusal.status)
    if request.method == "POST":
        unsubscribe(kind, topic, at=datetime.now(UTC))
    return _page(request, text, kind, topic)


@never_cache
@require_http_methods(["POST"])
def come_back(request: HttpRequest, text: str) -> HttpResponse:
    """The mails come again."""
    try:
        kind, topic = _found(request, text)
    except Refusal as refusal:
        return render(request, "account/link_invalid.html", {"why": str(refusal)}, status=refusal.status)
    subscribe_again(kind, topic)
    return _page(request, text, kind, topic)


def _found(request: HttpRequest, text: str) -> tuple[str, Topic]:
    throttles.count_attempt(throttles.LINK_PEER, group_of(peer_of(request)), at=datetime.now(UTC))
    return find_topic(text)


def _page(request: HttpRequest, text: str, kind: str, topic: Topic) -> HttpResponse:
    left = bool(unsubscribed(kind, topic.id, [topic.recipient]))
    return render(request, "channels/unsubscribe.html", {"name": topic.name, "text": text, "has_left": left})
