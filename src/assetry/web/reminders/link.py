"""The page behind the link in a reminder's mail: done, later, or somebody else's; it signs nobody in."""

from datetime import UTC, datetime

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts import throttles
from assetry.platform.accounts.peers import group_of, peer_of
from assetry.platform.inbox.refusals import NobodyOfThatName
from assetry.platform.reminders.links import (
    can_hand_over,
    find_reminder,
    hand_on,
    note_opened,
    postpone,
    settle,
)
from assetry.platform.reminders.models import Reminder
from assetry.web.components.fields import FieldView

DEEDS = {"done": settle, "later": postpone}
HANDED = "handed"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, text: str) -> HttpResponse:
    """What comes up, and what may be done. Looking at it changes nothing but that it was opened: scanners look too."""
    at = datetime.now(UTC)
    try:
        throttles.count_attempt(throttles.LINK_PEER, group_of(peer_of(request)), at=at)
        found = find_reminder(text, at=at)
        done = _done(request, found, at) if request.method == "POST" else ""
    except NobodyOfThatName as refusal:
        return _page(request, found, refusal=refusal)
    except Refusal as refusal:
        return render(request, "account/link_invalid.html", {"why": str(refusal)}, status=refusal.status)
    if not done:
        note_opened(found, at=at)
    return _page(request, found, done=done)


def _done(request: HttpRequest, found: Reminder, at: datetime) -> str:
    """Do what was chosen, and say what it was; nothing where nothing was."""
    deed = request.POST.get("deed", "")
    if deed == HANDED:
        hand_on(found, request.POST.get("assignee", "")[:254].replace("\0", ""), at=at)
        return deed
    if deed not in DEEDS:
        return ""
    DEEDS[deed](found, at=at)
    return deed


def _page(
    request: HttpRequest, found: Reminder, *, done: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    day = format_date(found.occurs_on, "d MMM y", locale=(get_language() or "en").replace("-", "_"))
    assignee = FieldView(
        name="assignee",
        label=_("Give it to"),
        required=True,
        value=request.POST.get("assignee", "") if refusal else "",
        max_length=254,
        help=_("The name or the e-mail address of an account that may see what this is about."),
        errors=(str(refusal),) if refusal else (),
    )
    context = {
        "name": found.policy.name,
        "day": day,
        "done": done,
        "assignee": assignee if can_hand_over(found) else None,
    }
    return render(request, "reminders/link.html", context, status=refusal.status if refusal else 200)
