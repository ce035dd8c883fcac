"""Sessions in the database under the hash of their key: who reads the table can sign in as nobody.

A session ends when it was not used for SESSION_IDLE, and SESSION_COOKIE_AGE after it began, whatever it does.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assetry.platform.accounts.backends import keep_for_session
from assetry.platform.accounts.cipher import cipher_of
from assetry.platform.accounts.models import Session
from assetry.platform.database.kept import KeptRead

# How exact "last seen" is: a statement per session and minute, not per request.
SEEN_RESOLUTION: Final = timedelta(minutes=1)
# The seed of an authenticator app while it is being added: encrypted, as it is once it was added.
SEED: Final = "mfa.totp.secret"
ADDRESS, AGENT = "signed_in_from", "signed_in_with"


def hash_key(key: str) -> str:
    """What is kept of a key; a fast hash is enough for a long random one."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Django's interface to it. Writing is plain: sessions are technical."""

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the sessions that ended."""
        now = timezone.now()
        Session.objects.exclude(pk__in=_living(*_oldest(now)).values("pk")).delete()

    def load(self) -> dict[str, Any]:
        """The session's content; empty, and a new session, when it ended or never was."""
        now = timezone.now()
        row = self._read(now) if self.session_key else None
        keep_for_session(row.user if row is not None else None)
        if row is None:
            self._session_key = None
            return {}
        if row.seen_at <= now - SEEN_RESOLUTION:
            Session.objects.filter(pk=row.pk, seen_at=row.seen_at).update(seen_at=now)
        return self.decode(row.data)

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What is kept of the content."""
        if SEED in session_dict:
            hidden = cipher_of(settings.SECRET_KEY).encrypt(session_dict[SEED].encode()).decode()
            session_dict = {**session_dict, SEED: hidden}
        return super().encode(session_dict)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content; without a seed that cannot be read: a new one is shown then."""
        content = super().decode(session_data)
        if SEED in content:
            try:
                content[SEED] = cipher_of(settings.SECRET_KEY).decrypt(content[SEED].encode()).decode()
            except InvalidToken:
                del content[SEED]
        return content

    def _read(self, now: datetime) -> Session | None:
        found: Session | None = next(iter(_LIVING_ONE(*_oldest(now), self._hash)), None)
        return found

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(key_hash=hash_key(session_key)).exists()

    def create(self) -> None:
        """Take a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined] # Django's, without a type
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the content. Raises CreateError for a taken key, UpdateError where somebody ended it meanwhile."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        values = {
            "data": self.encode(data),
            "user_id": int(data[SESSION_KEY]) if SESSION_KEY in data else None,
            "address": data.get(ADDRESS, "")[:45],
            "agent": data.get(AGENT, "")[:200],
            "seen_at": timezone.now(),
        }
        if must_create:
            return self._insert(values)
        if not Session.objects.filter(key_hash=self._hash).update(**values):
            raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End it."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(key_hash=hash_key(key)).delete()

    @property
    def _hash(self) -> str:
        return hash_key(self.session_key or "")

    def _insert(self, values: dict[str, Any]) -> None:
        try:
            with transaction.atomic():
                Session.objects.create(key_hash=self._hash, created_at=values["seen_at"], **values)
        except IntegrityError as error:
            raise CreateError from error


def _oldest(now: datetime) -> tuple[datetime, datetime]:
    """Since when a session that still lives was used, and since when it is there."""
    return now - settings.SESSION_IDLE, now - timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _living(seen: datetime, created: datetime) -> Any:
    return Session.objects.filter(seen_at__gt=seen, created_at__gt=created)


_LIVING_ONE: Final = KeptRead(
    lambda seen, created, key: _living(seen, created).select_related("user").filter(key_hash=key)[:1],
    datetime,
    datetime,
    str,
)
