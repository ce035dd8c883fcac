"""Signing in as a browser does: passwords, codes of an app, links of mails."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from assetry.platform.accounts.factors import mirror_factors
from assetry.platform.accounts.models import Attempts, User
from assetry.platform.audit.signed import signed
from assetry.platform.notifications.letters import Letter, write_letter
from assetry.platform.notifications.models import OutgoingMail
from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"
SIGN_IN, CODE, SECURITY = "/accounts/sign-in/", "/accounts/sign-in/code/", "/accounts/security/"


def try_password(client: Client, user: User, password: str = PASSWORD, **headers: str) -> Any:
    """The first step."""
    return client.post(SIGN_IN, {"login": user.email, "password": password}, headers=headers)


def signed_in(user: User) -> Client:
    """A browser that typed the password."""
    client = Client()
    assert try_password(client, user).status_code == 302
    return client


def is_signed_in(client: Client) -> bool:
    """Whether pages open."""
    return client.get("/profile").status_code == 200


def enrol(user: User) -> list[str]:
    """Give an account an authenticator app and recovery codes; returns the codes."""
    with signed("test"):
        TOTP.activate(user, SECRET)
        codes = RecoveryCodes.activate(user).get_unused_codes()
        mirror_factors(user.pk)
    return list(codes)


def app_code(steps: int = 0, *, secret: str = SECRET) -> str:
    """What the app shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def wrong_code() -> str:
    """Six digits that the app does not show around now."""
    near = {app_code(steps) for steps in range(-3, 4)}
    return next(text for text in (f"{n:06}" for n in range(100)) if text not in near)


def confirm(client: Client) -> None:
    """Say again who one is."""
    assert (
        client.post("/accounts/confirm/?next=/accounts/security/", {"password": PASSWORD}).status_code == 302
    )


def letters(kind: str) -> list[Letter]:
    """What is in the outbox, as it would be sent, the oldest first."""
    written = [write_letter(mail) for mail in OutgoingMail.objects.filter(kind=kind).order_by("pk")]
    return [letter for letter in written if letter is not None]


def link_in(letter: Letter) -> str:
    """The path of the letter's link."""
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", letter.text)
    assert found is not None
    return found[1]


def forget_tries() -> None:
    """As after fifteen minutes."""
    Attempts.objects.all().delete()


def factors_of(user: User) -> int:
    """How many authenticators an account has."""
    return int(Authenticator.objects.filter(user=user).count())
