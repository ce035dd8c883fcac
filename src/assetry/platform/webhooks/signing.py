"""The signature of Standard Webhooks: HMAC-SHA256 over id, timestamp and body."""

import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import digest

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as receivers want it: `whsec_` and 32 random bytes in base64."""
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def signed_headers(
    secrets_: Sequence[str], message_id: str, body: bytes, *, at: datetime
) -> Mapping[str, str]:
    """The headers by which a receiver knows the message, its time and, by any of the secrets, that it is ours."""
    stamp = str(int(at.timestamp()))
    content = f"{message_id}.{stamp}.".encode() + body
    macs = [digest(b64decode(one.removeprefix(PREFIX)), content, sha256) for one in secrets_]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{b64encode(mac).decode()}" for mac in macs),
        "Content-Type": "application/json",
    }


def cipher_of(secret_key: str) -> Fernet:
    """What the secrets are encrypted with: a key for this purpose alone."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assetry.webhooks")
    return Fernet(urlsafe_b64encode(derived.derive(secret_key.encode())))
