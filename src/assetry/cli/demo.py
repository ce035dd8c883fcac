"""Make a demo organization, or remove it again.

Larkfield Group is invented: three companies, 150 people, 600 devices, two years of history. A second run changes
nothing. Removing leaves alone what is not the demo's, and what the demo has that other data refers to.
"""

import argparse
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import IntegrityError

from assetry.cli.support.demo import removal
from assetry.cli.support.demo.setting import ACCOUNTS
from assetry.cli.support.demo.writing import write_demo
from assetry.cli.support.owner import as_owner
from assetry.cli.support.sign_in import SignIn, forget_sign_in, keep_sign_in, kept_sign_in
from assetry.platform.audit.signed import signed
from assetry.platform.environment import read_environment
from assetry.platform.faults import ConfigurationError

# So many of a kind are named; a long list is counted from there.
NAMED = 20


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry demo`."""
    parser = commands.add_parser("demo", description=__doc__)
    parser.add_argument("--remove", action="store_true", help="remove the demo organization")


def run(arguments: argparse.Namespace) -> int:
    """Make or remove; gives the exit code."""
    with as_owner():
        return _remove() if arguments.remove else _make()


def _make() -> int:
    if removal.is_there():
        if not removal.accounts().exists():
            raise ConfigurationError(
                "Your own data refers to what is left of an earlier demo: it cannot be made anew."
            )
        return _keep()
    password = secrets.token_urlsafe(12)
    try:
        written = write_demo(password, datetime.now(UTC))
    except IntegrityError as error:
        raise ConfigurationError(
            f"The demo does not fit beside the data that is there: {error}".strip()
        ) from error
    _remember(password)
    print(
        f"Made Larkfield Group: {written.people} people, {written.assets} assets, {written.steps} steps of history."
    )
    return 0


def _keep() -> int:
    """The demo is there; if its password was lost, it gets a new one."""
    if kept_sign_in(read_environment().data_dir) is None:
        password = secrets.token_urlsafe(12)
        with signed("demo.password", door="cli"):
            for user in removal.accounts():
                user.set_password(password)
                user.save(update_fields=["password"])
        _remember(password)
        print("The demo organization is there; its accounts have a new password.")
    return 0


def _remove() -> int:
    if not removal.is_there():
        print("There is no demo organization.")
        return 0
    kept = removal.remove_demo()
    forget_sign_in(read_environment().data_dir)
    for entity, names in kept.items():
        print(f"Kept, as your own data refers to it: {entity.replace('_', ' ')} {_listed(names)}.")
    print("Removed the demo organization. The activity log keeps its history.")
    return 0


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _remember(password: str) -> None:
    """Keep the sign-in and say who else has that password."""
    users = {user.name: user for user in removal.accounts()}
    first, *others = [(users[name], role) for name, role, _company in ACCOUNTS]
    keep_sign_in(read_environment().data_dir, SignIn(first[0].email, password))
    for user, role in others:
        print(f"The same password opens {user.email} ({role.replace('_', ' ')}).")
