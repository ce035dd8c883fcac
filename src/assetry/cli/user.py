"""Make accounts that can sign in, for whoever runs the server.

`assetry user create --email ada@example.com --name "Ada Lovelace" --role administrator` asks for a password; with
--password-stdin it is the first line of the input. Everything else about accounts is in Settings.
"""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from assetry.cli.support.owner import signed_as_owner
from assetry.domain.access.bootstrap import create_account
from assetry.domain.access.roles import BUILT_IN_ROLES
from assetry.platform.faults import ConfigurationError


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry user`."""
    parser = commands.add_parser("user", description=__doc__)
    create = parser.add_subparsers(required=True, metavar="create").add_parser("create", description=__doc__)
    create.add_argument("--email", required=True, metavar="EMAIL", help="what the person signs in with")
    create.add_argument("--name", required=True, metavar="NAME", help="how the person is shown")
    roles = [role.code for role in BUILT_IN_ROLES]
    create.add_argument(
        "--role", choices=roles, help="a role in all companies; without it the account may see nothing"
    )
    create.add_argument("--password-stdin", action="store_true", help="read the password from the input")


def run(arguments: argparse.Namespace) -> int:
    """Make the account; returns the exit code."""
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
    return 0


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise ConfigurationError("Give --password-stdin and the password as the input's first line.")
    password = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != password:
        raise ConfigurationError("The two passwords differ. Nothing was made.")
    return password
