"""Finding the account behind an address, for who is not signed in."""

from typing import Final

from procrastinate.contrib.django import app

from assetry.platform.accounts.models import User

RESET_TASK: Final = "assetry.jobs.accounts.send_reset_link"


def find_active_user(email: str) -> User | None:
    """The active account of that address."""
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first()


def ask_for_reset(email: str) -> None:
    """Leave it to the worker: for an unknown address that is as much work as for a known one."""
    app.configure_task(RESET_TASK).defer(email=email)
