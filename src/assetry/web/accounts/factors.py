"""allauth's pages of second factors: each change runs inside one operation."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from assetry.platform.accounts.factors import change_own_factors, list_unused_codes
from assetry.platform.accounts.refusals import FactorKept
from assetry.web.middleware import actor_of

SECURITY = reverse_lazy("mfa_index")


class _Signed:
    """A form's effect, inside the operation that changes factors; a refusal is said on the page of security."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it."""
        effect: Callable[[], HttpResponse] = lambda: super(_Signed, self).form_valid(form)  # type: ignore[misc] # noqa: E731
        try:
            return change_own_factors(
                actor=actor_of(self.request),
                change=effect,
                keep=self.request.session.session_key,
                at=datetime.now(UTC),
            )
        except FactorKept as refusal:
            list(messages.get_messages(self.request))  # what allauth said of the change that did not happen
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(str(SECURITY))


class AddApp(_Signed, ActivateTOTPView):  # type: ignore[misc]
    """An authenticator app."""


class RemoveApp(_Signed, DeactivateTOTPView):  # type: ignore[misc]
    """Away with it."""


class NewCodes(_Signed, GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new recovery codes; the old ones are void."""


class AddPasskey(_Signed, AddWebAuthnView):  # type: ignore[misc]
    """A passkey or security key."""


class RenamePasskey(_Signed, EditWebAuthnView):  # type: ignore[misc]
    """What it is called."""

    success_url = SECURITY


class RemovePasskey(_Signed, RemoveWebAuthnView):  # type: ignore[misc]
    """Away with it."""

    success_url = SECURITY


@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left, for who just said again who they are. Looking changes nothing."""
    codes = list_unused_codes(actor_of(request).user_id)
    if codes is None:
        raise Http404
    context = {"codes": codes, "back": reverse("mfa_index")}
    return render(request, "mfa/recovery_codes/index.html", context)
