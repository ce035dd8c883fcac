"""Checking out and in, transferring, changing status: one asset or a selection, by the same form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.moves import Decision, preview_move
from assetry.domain.assets.refusals import BulkRefused
from assetry.kernel.refusals import NotPermitted, Refusal, StalePage
from assetry.web.assets import acts
from assetry.web.assets.acts import Act
from assetry.web.assets.picked import picked_of
from assetry.web.assets.previews import preview_page
from assetry.web.assets.retiring import retiring_notes
from assetry.web.assets.selection import Selection, pack_picks, return_url, selection_or_back
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FormPage
from assetry.web.kit.forms import FormState
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

BOTH = ("GET", "POST")


def _perform(request: AssetryRequest, act: Act, public_id: str = "") -> HttpResponse:
    """Show the form, preview many, or do it; what was refused stands in the form again, and nothing was changed."""
    selection = selection_or_back(request, reader_of(request), public_id, act.work)
    if isinstance(selection, HttpResponse):
        return selection
    reader = reader_of(request).within(selection.assets[0].company.time_zone)
    if not selection.is_shown:
        form = acts.new_form(act, reader)
        return _form(request, act, selection, form, _ask(act, selection, {}, reader))
    form = acts.read_act(act, request.POST, reader)
    if form.errors:
        return _form(request, act, selection, form, _ask(act, selection, {}, reader))
    if act.previews and not selection.is_single and request.POST.get("confirmed") != "1":
        decision = _ask(act, selection, form.values, reader)
        drawn = preview_page(act, selection, form, decision, return_url(request, selection))
        return answer(request, "kit/preview.html", drawn)
    return _do(request, act, selection, form)


def _do(request: AssetryRequest, act: Act, selection: Selection, form: FormState) -> HttpResponse:
    try:
        act.operation(
            actor=request.actor,
            assets=selection.assets,
            versions=selection.versions,
            **form.values,
            at=request.received_at,
        )
    except BulkRefused as refusal:
        form.refuse(refusal)
        _name_changed(form, selection, refusal)
        reasons = {key: own for key, own in refusal.reasons.items() if not isinstance(own, StalePage)}
        return _form(request, act, selection, form, Decision(reasons, {}))
    except NotPermitted as refusal:
        form.refuse(refusal)
        return _form(request, act, selection, form, Decision({selection.keys[0]: refusal}, {}))
    except Refusal as refusal:
        form.refuse(refusal)
        # A page that was too old is not in the way any more: the form now stands beside what changed.
        is_blocked = not refusal.field and not isinstance(refusal, StalePage)
        reasons = {selection.keys[0]: refusal} if is_blocked else {}
        return _form(request, act, selection, form, Decision(reasons, {}))
    messages.success(request, _said(act, selection.assets))
    return HttpResponseRedirect(return_url(request, selection))


def _name_changed(form: FormState, selection: Selection, refusal: BulkRefused) -> None:
    """Say which ones somebody changed: they are not in the way, but one looks at them again."""
    stale = {key for key, own in refusal.reasons.items() if isinstance(own, StalePage)}
    names = ", ".join(str(asset) for asset in selection.assets if asset.pk in stale)
    if names:
        told = _("Somebody else changed these meanwhile: %(assets)s. Look at them, then send again.")
        form.errors[""] = f"{refusal} {told % {'assets': names}}"


def _ask(act: Act, selection: Selection, values: Mapping[str, Any], reader: Reader) -> Decision:
    """What would be refused now. Before a status or a target is known there is nothing to ask."""
    is_known = values or act in {acts.CHECK_OUT, acts.CHECK_IN}
    if not is_known:
        return Decision({}, {})
    arguments = {"effective_at": reader.now, **values}
    move = act.move(versions=selection.versions, **arguments)
    return preview_move(actor=reader.actor, ids=selection.keys, move=move, at=reader.now)


def _said(act: Act, assets: Sequence[Any]) -> str:
    count = len(assets)
    if count == 1:
        return _("%(asset)s is %(done)s.") % {"asset": assets[0], "done": act.done}
    return ngettext("%(n)d asset is %(done)s.", "%(n)d assets are %(done)s.", count) % {
        "n": count,
        "done": act.done,
    }


def _form(
    request: AssetryRequest, act: Act, selection: Selection, form: FormState, decision: Decision
) -> HttpResponse:
    """The form with the selection above it; only what is ready is sent along."""
    ready = [asset for asset in selection.assets if asset.pk not in decision.reasons]
    acts.offer(act, form, selection.assets)
    back = return_url(request, selection)
    drawn = FormPage(
        title=act.title,
        action=act.url(selection.assets[0].public_id if selection.is_single else ""),
        groups=acts.groups_of(act, form),
        submit=_submit(act, selection, ready),
        cancel_url=back,
        errors=form.summary,
        notes=[*form.notes, *retiring_notes(act, selection.assets, form.reader)],
        hidden=[
            ("picks", pack_picks(ready if not selection.is_single else selection.assets)),
            ("return_to", back),
        ],
        lead=picked_of(act, selection.assets, decision, form.reader),
        foot=_counts(selection, ready),
        submit_disabled=not ready,
    )
    return answer(request, "kit/form.html", drawn, status=_status(form))


def _status(form: FormState) -> int:
    """A page that is too old is a conflict to a browser; the API's precondition is 412."""
    return 409 if isinstance(form.refused, StalePage | NotPermitted) else form.status


def _submit(act: Act, selection: Selection, ready: Sequence[Any]) -> str:
    if selection.is_single:
        return str(act.verb)
    return _("%(verb)s %(n)d") % {"verb": act.verb, "n": len(ready)}


def _counts(selection: Selection, ready: Sequence[Any]) -> str:
    if selection.is_single:
        return ""
    held_back = len(selection.assets) - len(ready)
    if not held_back:
        return ngettext("%(n)d ready", "%(n)d ready", len(ready)) % {"n": len(ready)}
    return _("%(ready)d ready, %(back)d held back") % {"ready": len(ready), "back": held_back}


@page(acts.CHECK_OUT.permission, methods=BOTH)
def check_out(request: AssetryRequest, public_id: str = "") -> HttpResponse:
    """Hand out."""
    return _perform(request, acts.CHECK_OUT, public_id)


@page(acts.CHECK_IN.permission, methods=BOTH)
def check_in(request: AssetryRequest, public_id: str = "") -> HttpResponse:
    """Take back."""
    return _perform(request, acts.CHECK_IN, public_id)


@page(acts.TRANSFER.permission, methods=BOTH)
def transfer(request: AssetryRequest, public_id: str = "") -> HttpResponse:
    """Move to another holder or place."""
    return _perform(request, acts.TRANSFER, public_id)


@page(acts.CHANGE_STATUS.permission, methods=BOTH)
def change_status(request: AssetryRequest, public_id: str = "") -> HttpResponse:
    """Give another status."""
    return _perform(request, acts.CHANGE_STATUS, public_id)
