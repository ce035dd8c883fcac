"""What accounts leave to the worker: links to a new password, and sweeping."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from assetry.platform.accounts.resets import ask_for_link
from assetry.platform.accounts.session_store import SessionStore
from assetry.platform.accounts.sign_in import find_active_user
from assetry.platform.accounts.throttles import drop_old_attempts
from assetry.platform.permissions.actor import Actor, Door


@app.task
def send_reset_link(email: str) -> None:
    """Send a link to a new password, if an active account has the address: the page that asked cannot tell."""
    user = find_active_user(email)
    if user is not None:
        actor = Actor(user_id=user.pk, name=user.name, person_id=user.person_id, door=Door.JOB)
        ask_for_link(actor=actor, at=datetime.now(UTC))


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_accounts")
def sweep_accounts(timestamp: int) -> None:
    """Forget ended sessions and tries that count no more."""
    SessionStore.clear_expired()
    drop_old_attempts(datetime.now(UTC))
