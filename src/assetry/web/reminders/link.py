"""The page behind the link in a reminder's mail: done, or later, for that one thing; it signs nobody in."""

from datetime import UTC, datetime

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts import throttles
from assetry.platform.accounts.peers import group_of, peer_of
from assetry.platform.reminders.links import find_reminder, note_opened, postpone, settle
from assetry.platform.reminders.models import Reminder

DEEDS = {"done": settle, "later": postpone}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, text: str) -> HttpResponse:
    """What comes up, and two buttons. Looking at it changes nothing but that it was opened: mail scanners look too."""
    at = datetime.now(UTC)
    try:
        throttles.count_attempt(throttles.LINK_PEER, group_of(peer_of(request)), at=at)
        found = find_reminder(text, at=at)
        deed = DEEDS.get(request.POST.get("deed", ""))
        if request.method == "POST" and deed is not None:
            deed(found, at=at)
            return _page(request, found, done=request.POST["deed"])
    except Refusal as refusal:
        return render(request, "account/link_invalid.html", {"why": str(refusal)}, status=refusal.status)
    note_opened(found, at=at)
    return _page(request, found)


def _page(request: HttpRequest, found: Reminder, done: str = "") -> HttpResponse:
    day = format_date(found.occurs_on, "d MMM y", locale=(get_language() or "en").replace("-", "_"))
    return render(request, "reminders/link.html", {"name": found.policy.name, "day": day, "done": done})
