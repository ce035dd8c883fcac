"""The first account, made by whoever runs the server, under a system event."""

from datetime import datetime

from assetry.domain.access.accounts import insert_user
from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.platform.accounts.models import User


def create_administrator(*, email: str, name: str, password: str, at: datetime) -> User:
    """An account with the administrator's role everywhere; the caller holds an owner's `signed()` event.

    Raises AddressTaken, InvalidInput.
    """
    user = insert_user(email=email, name=name, password=password, person=None, at=at)
    Grant.objects.create(user=user, role=Role.objects.get(code="administrator"))
    compile_grants([user.pk])
    return user
