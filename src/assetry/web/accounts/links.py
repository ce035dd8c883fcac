"""The pages behind the links of mails: ask for one, choose a password by it; they sign nobody in."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assetry.domain.access.account_operations import accept_invitation
from assetry.domain.access.invitation_queries import find_invitation
from assetry.domain.access.refusals import InvitationInvalid
from assetry.kernel.refusals import InvalidInput, NotPermitted, Refusal
from assetry.platform.accounts import throttles
from assetry.platform.accounts.models import User
from assetry.platform.accounts.peers import group_of, peer_of
from assetry.platform.accounts.resets import find_link, use_link
from assetry.platform.accounts.sign_in import ask_for_reset
from assetry.platform.permissions.actor import Actor


class AddressForm(forms.Form):
    """For whom a new password is."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; no common password, nothing from your name or address."),
    )
    again = forms.CharField(
        label=_("New password, again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password. Whether an account has the address, the answer does not tell."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "account/password_reset.html", form)
    email, now = form.cleaned_data["email"].strip().lower(), datetime.now(UTC)
    try:
        throttles.count_attempt(throttles.RESET_PEER, group_of(peer_of(request)), at=now)
        throttles.count_attempt(throttles.RESET_ACCOUNT, email, at=now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, "account/password_reset.html", form, refusal.status)
    ask_for_reset(email)
    return HttpResponseRedirect(reverse("account_reset_asked"))


@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "account/password_reset_done.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, text: str) -> HttpResponse:
    """Choose a new password by a link."""

    def find() -> Any:
        return find_link(text, datetime.now(UTC))

    def use(user: User, password: str) -> str:
        use_link(actor=_as(user), text=text, password=password, at=datetime.now(UTC))
        return str(_("Your password is changed. Sign in with it."))

    return _choose(request, find, lambda found: found.user, use, "account/password_reset_from_key.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, text: str) -> HttpResponse:
    """Make the account that one was invited to."""

    def find() -> Any:
        return find_invitation(text, datetime.now(UTC))

    def use(inviter: User, password: str) -> str:
        try:
            accept_invitation(actor=_as(inviter), text=text, password=password, at=datetime.now(UTC))
        except NotPermitted as error:  # the inviter may not invite any more
            raise InvitationInvalid from error
        return str(_("Your account is made. Sign in with your address and password."))

    return _choose(request, find, lambda found: found.invited_by, use, "account/invitation.html")


def _choose(request: HttpRequest, find: Any, acting: Any, use: Any, template: str) -> HttpResponse:
    """The form of a link that still holds; what it does; or why it does not hold."""
    form = NewPasswordForm(request.POST or None)
    try:
        throttles.count_attempt(throttles.LINK_PEER, group_of(peer_of(request)), at=datetime.now(UTC))
        found = find()
        if request.method == "POST" and form.is_valid():
            messages.success(request, use(acting(found), form.cleaned_data["password"]))
            return HttpResponseRedirect(reverse("account_login"))
    except InvalidInput as refusal:
        for name, error in refusal.errors.items():
            form.add_error(name if name in form.fields else None, str(error))
    except Refusal as refusal:
        return render(request, "account/link_invalid.html", {"why": str(refusal)}, status=refusal.status)
    return _page(request, template, form, found=found)


def _page(
    request: HttpRequest, template: str, form: forms.Form, status: int = 200, found: Any = None
) -> HttpResponse:
    bad = form.is_bound and bool(form.errors)
    return render(
        request, template, {"form": form, "found": found}, status=422 if bad and status == 200 else status
    )


def _as(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.name, person_id=user.person_id, language=user.language)
