"""How allauth keeps second factors: secrets encrypted by a key that is derived from the server's own."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from assetry.platform.accounts.cipher import cipher_of
from assetry.platform.accounts.refusals import FactorUnreadable


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names and encryption; who writes is said in `factors`."""

    def encrypt(self, text: str) -> str:
        """What is stored of a secret."""
        return cipher_of(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises FactorUnreadable where the server's key is another one than it was."""
        try:
            return cipher_of(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise FactorUnreadable from error

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows above the address: never the Host header."""
        return f"Assetry {_host()}"

    def build_totp_svg(self, url: str) -> str:
        """The QR code, dark on a light ground of its own: cameras read it on dark pages too."""
        drawn = BytesIO()
        segno.make(url, micro=False).save(drawn, kind="svg", scale=4, border=3, light="white", xmldecl=False)
        return drawn.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that passkeys are bound to: the configured one, never the Host header."""
        return {"id": _host(), "name": "Assetry"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Who a passkey is for, without the row's key."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """What a passkey is called where its owner names it nothing."""
        taken = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {taken + 1}"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
