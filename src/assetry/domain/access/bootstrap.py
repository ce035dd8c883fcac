"""The first account, made by whoever runs the server, under a system event."""

from datetime import datetime

from assetry.domain.access.accounts import insert_user
from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.kernel.refusals import NotFound
from assetry.platform.accounts.factors import remove_factors
from assetry.platform.accounts.letters import post_notice
from assetry.platform.accounts.models import User
from assetry.platform.accounts.sessions import end_sessions


def create_account(*, email: str, name: str, password: str, role_code: str | None, at: datetime) -> User:
    """An account that holds a role everywhere, or none; the caller holds an owner's `signed()` event.

    Raises AddressTaken, InvalidInput, NotFound for a role that does not exist.
    """
    role = Role.objects.filter(code=role_code).first() if role_code else None
    if role_code and role is None:
        raise NotFound
    user = insert_user(email=email, name=name, password=password, person=None, at=at)
    if role is not None:
        Grant.objects.create(user=user, role=role)
        compile_grants([user.pk])
    return user


def take_factors(user_id: int) -> int:
    """Remove every second factor of an account, and tell its owner; the caller holds an owner's `signed()` event.

    Returns how many there were. Nobody is asked whether an administrator is left: this is the way back in.
    """
    user = User.objects.get(pk=user_id)
    removed = remove_factors(user)
    end_sessions([user_id])
    post_notice(user, "factors_reset")
    return removed
