"""The secret key around a backup: its fingerprint, the mark that only it can make, and itself under a passphrase."""

import base64
import hashlib
import hmac
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assetry.platform.backups.faults import ArchiveRefused

# A guess costs 128 MB and a third of a second. Never read from an archive: a hostile one would ask for more.
SCRYPT = {"n": 2**17, "r": 8, "p": 1}
SALT_BYTES, NONCE_BYTES = 16, 12
LEAST_PASSPHRASE = 12


def fingerprint(secret_key: str) -> str:
    """Tells keys apart and gives nothing of them away: they are long and random."""
    return hashlib.sha256(b"assetry backup fingerprint\0" + secret_key.encode()).hexdigest()[:32]


def mark_of(secret_key: str, manifest: bytes) -> str:
    """Who has the key made this manifest."""
    key = hashlib.sha256(b"assetry backup mark\0" + secret_key.encode()).digest()
    return hmac.new(key, manifest, hashlib.sha256).hexdigest()


def locked(secret_key: str, passphrase: str) -> bytes:
    """The key, to be opened by the passphrase alone; JSON text."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    text = AESGCM(_derived(passphrase, salt)).encrypt(nonce, secret_key.encode(), None)
    return json.dumps({"salt": _text(salt), "nonce": _text(nonce), "key": _text(text)}).encode()


def unlocked(content: bytes, passphrase: str) -> str:
    """The key again. Raises `ArchiveRefused` for a wrong passphrase or a damaged text."""
    try:
        parts = {name: base64.b64decode(value, validate=True) for name, value in json.loads(content).items()}
        return (
            AESGCM(_derived(passphrase, parts["salt"])).decrypt(parts["nonce"], parts["key"], None).decode()
        )
    except InvalidTag as error:
        raise ArchiveRefused("The passphrase does not open the key in this backup.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveRefused("The key in this backup is damaged.") from error


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **SCRYPT).derive(passphrase.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
