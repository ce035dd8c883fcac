"""Encryption of secrets at rest, by a key derived from the server's secret key for this purpose alone."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=2)
def cipher_of(secret_key: str) -> Fernet:
    """The cipher of second factors."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"assetry.accounts.factors")
    return Fernet(urlsafe_b64encode(derived.derive(secret_key.encode())))
