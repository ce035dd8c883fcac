"""Make accounts that can sign in, and let those in again who lost their second factor, for whoever runs the server.

`assetry user create --email ada@example.com --name "Ada Lovelace" --role administrator` asks for a password; with
--password-stdin it is the first line of the input. `assetry user reset-factors --email ada@example.com` removes every
second factor of an account. Everything else about accounts is in Settings.
"""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from assetry.cli.support.acting import actor_named
from assetry.cli.support.owner import signed_as_owner
from assetry.domain.access.bootstrap import create_account, take_factors
from assetry.domain.access.roles import BUILT_IN_ROLES
from assetry.platform.faults import ConfigurationError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry user`."""
    parser = commands.add_parser("user", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    create = verbs.add_parser("create", description=__doc__)
    create.set_defaults(act=_create)
    reset = verbs.add_parser("reset-factors", description=__doc__)
    reset.set_defaults(act=_reset_factors)
    reset.add_argument("--email", required=True, metavar="EMAIL", help="whose second factors are lost")
    create.add_argument("--email", required=True, metavar="EMAIL", help="what the person signs in with")
    create.add_argument("--name", required=True, metavar="NAME", help="how the person is shown")
    roles = [role.code for role in BUILT_IN_ROLES]
    create.add_argument(
        "--role", choices=roles, help="a role in all companies; without it the account may see nothing"
    )
    create.add_argument("--password-stdin", action="store_true", help="read the password from the input")


def run(arguments: argparse.Namespace) -> int:
    """Do it; returns the exit code."""
    act: Callable[[argparse.Namespace], None] = arguments.act
    act(arguments)
    return 0


def _reset_factors(arguments: argparse.Namespace) -> None:
    user_id = actor_named(arguments.email).user_id
    with signed_as_owner("cli:user.reset_factors"):
        removed = take_factors(user_id)
    print(f"Removed {removed} second factors of {arguments.email}, who is signed out everywhere.")


def _create(arguments: argparse.Namespace) -> None:
    password = _read_password(from_stdin=arguments.password_stdin)
    with signed_as_owner("cli:user.create"):
        user = create_account(
            email=arguments.email,
            name=arguments.name,
            password=password,
            role_code=arguments.role,
            at=datetime.now(UTC),
        )
    print(f"Made the account {user.email}.")


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise ConfigurationError("Give --password-stdin and the password as the input's first line.")
    password = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != password:
        raise ConfigurationError("The two passwords differ. Nothing was made.")
    return password
