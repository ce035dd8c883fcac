"""Make tokens for the API.

`assetry token create --user ada@example.com --name scanner` prints the token alone: it is shown this once. It may
what its owner may, or less by --permission, --network, --read-only and --dry-run; and it ends by itself.
"""

import argparse
from datetime import UTC, datetime, timedelta

from assetry.cli.support.acting import actor_named
from assetry.platform.accounts.operations import create_token
from assetry.platform.accounts.tokens import LONGEST

DEFAULT_DAYS = 90


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry token`."""
    parser = commands.add_parser("token", description=__doc__)
    create = parser.add_subparsers(required=True, metavar="create").add_parser("create", description=__doc__)
    create.add_argument("--user", required=True, metavar="EMAIL", help="whose token it is")
    create.add_argument("--name", required=True, metavar="NAME", help="what it is for")
    days = f"after how many days it ends (default {DEFAULT_DAYS}, at most {LONGEST.days})"
    create.add_argument("--days", type=int, default=DEFAULT_DAYS, metavar="N", help=days)
    permission = "only this of what its owner may, like assets.asset.view; may be repeated"
    create.add_argument("--permission", action="append", metavar="CODE", help=permission)
    network = "only from this network, like 192.0.2.0/24; may be repeated"
    create.add_argument("--network", action="append", default=[], metavar="CIDR", help=network)
    create.add_argument("--read-only", action="store_true", help="it changes nothing")
    create.add_argument("--dry-run", action="store_true", help="changes are tried, and nothing is kept")


def run(arguments: argparse.Namespace) -> int:
    """Print the token; returns the exit code."""
    now = datetime.now(UTC)
    # More days than a calendar has are as wrong as one more than allowed.
    lifetime = timedelta(days=max(0, min(arguments.days, LONGEST.days + 1)))
    _token, text = create_token(
        actor=actor_named(arguments.user),
        name=arguments.name,
        expires_at=now + lifetime,
        permission_codes=arguments.permission,
        networks=arguments.network,
        read_only=arguments.read_only,
        dry_run=arguments.dry_run,
        at=now,
    )
    print(text)
    return 0
