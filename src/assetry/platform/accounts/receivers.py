"""What accounts do when something of theirs is out of date."""

from datetime import UTC, datetime
from typing import Any

from django.dispatch import receiver

from assetry.platform.accounts.models import User
from assetry.platform.accounts.operations import rehash_own_password
from assetry.platform.accounts.signals import password_outdated
from assetry.platform.permissions.actor import Actor


@receiver(password_outdated, dispatch_uid="accounts.password_outdated")
def rehash(*, user: User, password: str, **_event: Any) -> None:
    """Signed as the user, who just gave the password."""
    actor = Actor(user_id=user.pk, name=user.name, person_id=user.person_id)
    rehash_own_password(actor=actor, user=user, password=password, at=datetime.now(UTC))
