"""allauth's forms where tries are counted, codes are taken once, and what is used up is signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal
from assetry.platform.accounts import throttles
from assetry.platform.accounts.factors import list_code_factors, use_recovery_code
from assetry.platform.accounts.peers import group_of, peer_of
from assetry.platform.permissions.actor import Actor

WRONG = _("That code does not fit, or it was used already. Wait for the next one.")
# A code fits half a minute before and after its own: longer than that it stays taken.
TAKEN_FOR = timedelta(minutes=3)


@contextmanager
def refusing_junk() -> Iterator[None]:
    """Turn what a parser trips over into a message. Raises ValidationError."""
    try:
        yield
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValidationError(_("That is no passkey.")) from error


class _OneTimeCode(forms.Form):
    """A code of the app or a recovery code: five tries in fifteen minutes, each code once."""

    user: Any

    def clean_code(self) -> str:
        """The code, with `authenticator` beside it. Raises ValidationError."""
        code = "".join(self.cleaned_data["code"].split())
        now = datetime.now(UTC)
        try:
            throttles.count_attempt(throttles.FACTOR, str(self.user.pk), at=now)
            found = self._factor_of(code, now)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        if found is None:
            raise ValidationError(WRONG)
        throttles.forgive_attempt(throttles.FACTOR, str(self.user.pk))
        self.authenticator = found
        return code

    def _factor_of(self, code: str, now: datetime) -> Authenticator | None:
        for factor in list_code_factors(self.user.pk):
            fits = _takes_app_code if factor.type == Authenticator.Type.TOTP else _takes_recovery_code
            if fits(factor, code, now):
                factor.user = self.user
                return factor
        return None


class FactorForm(_OneTimeCode, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ConfirmByFactorForm(_OneTimeCode, ReauthenticateForm):  # type: ignore[misc]
    """Saying again who one is."""


class AddAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def clean_code(self) -> str:
        """The code, taken: it signs nobody in afterwards. Raises ValidationError."""
        now, user = datetime.now(UTC), str(self.user.pk)
        try:
            throttles.count_attempt(throttles.FACTOR, user, at=now)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        code: str = super().clean_code()
        throttles.forgive_attempt(throttles.FACTOR, user)
        throttles.claim_once("code", user, code, at=now, until=now + TAKEN_FOR)
        return code


class _Credential(forms.Form):
    """What a browser says of a passkey; fido2 trips over what is none."""

    def clean_credential(self) -> Authenticator:
        """The passkey. Raises ValidationError."""
        with refusing_junk():
            return super().clean_credential()  # type: ignore[misc]


class FactorPasskeyForm(_Credential, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step of signing in."""


class ConfirmByPasskeyForm(_Credential, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Saying again who one is."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def clean(self) -> Any:
        """Raises ValidationError."""
        with refusing_junk():
            return super().clean()


class PasskeyForm(_Credential, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey alone: there is nothing to guess, but a signature to check costs."""

    def clean_credential(self) -> Authenticator:
        """The passkey. Raises ValidationError."""
        peer = group_of(peer_of(context.request))
        try:
            throttles.count_attempt(throttles.SIGN_IN_PEER, peer, at=datetime.now(UTC))
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        return super().clean_credential()


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password; guessing the old one is counted like signing in."""

    def clean_oldpassword(self) -> str:
        """The password of now. Raises ValidationError."""
        user = str(self.user.pk)
        try:
            throttles.count_attempt(throttles.SIGN_IN_ACCOUNT, user, at=datetime.now(UTC))
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        old: str = super().clean_oldpassword()
        throttles.forgive_attempt(throttles.SIGN_IN_ACCOUNT, user)
        return old


def _takes_app_code(factor: Authenticator, code: str, now: datetime) -> bool:
    fits = validate_totp_code(decrypt(factor.data["secret"]), code)
    return fits and throttles.claim_once("code", str(factor.user_id), code, at=now, until=now + TAKEN_FOR)


def _takes_recovery_code(factor: Authenticator, code: str, now: datetime) -> bool:
    if code not in factor.wrap().get_unused_codes():
        return False
    user = factor.user
    actor = Actor(user_id=user.pk, name=user.name, person_id=user.person_id, language=user.language)
    return use_recovery_code(actor=actor, factor=factor, code=code, at=now)
