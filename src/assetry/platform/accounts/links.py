"""The text of a link in a mail: an id and a seal over everything that must not have changed since.

Nothing secret is stored. Whoever reads the database cannot make the text without the server's secret key, and it dies
with whatever it was sealed over: the address, the password, the moment of sending.
"""

import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

_LENGTH = 43


def link_text(kind: str, public_id: str, *facts: str) -> str:
    """What stands at the end of the link."""
    return f"{public_id}-{_seal(kind, public_id, facts)}"


def public_id_in(text: str) -> str:
    """Which link it claims to be."""
    return text.partition("-")[0]


def is_sealed(text: str, kind: str, public_id: str, *facts: str) -> bool:
    """Whether the text is this link's, and all facts are as they were when it was sent."""
    return secrets.compare_digest(text.encode(), link_text(kind, public_id, *facts).encode())


def address_of(route: str, text: str) -> str:
    """The whole link, on the configured address: what a request says of its host is no matter."""
    return settings.BASE_URL + reverse(route, args=[text])


def _seal(kind: str, public_id: str, facts: tuple[str, ...]) -> str:
    sealed = "\0".join((public_id, *facts))
    return salted_hmac(f"assetry.accounts.{kind}", sealed, algorithm="sha256").hexdigest()[:_LENGTH]
