"""Read a bill of a cloud provider in: CSV in FOCUS 1.0 to 1.4.

assetry bill november.csv --company "Larkfield Labs GmbH" --user me@example.com

The same file again changes nothing.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from django.utils import translation

from assetry.cli.support.acting import actor_named
from assetry.domain.contracts.events import ContractPermission
from assetry.domain.costs.operations import import_bill
from assetry.domain.organization.queries import list_companies
from assetry.kernel.refusals import NotFound
from assetry.platform.permissions.actor import Door


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry bill`."""
    parser = commands.add_parser("bill", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--company", required=True, metavar="NAME", help="whose bill it is")
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose account reads it in")


def run(arguments: argparse.Namespace) -> int:
    """Read it in, and say what changed."""
    actor = actor_named(arguments.user).at_door(Door.IMPORT)
    with translation.override(actor.language):
        companies = list_companies(actor, ContractPermission.MANAGE)
        named = [company for company in companies if company.name.lower() == arguments.company.lower()]
        if len(named) != 1:
            raise NotFound
        content = arguments.file.read_bytes()
        now = datetime.now(UTC)
        done = import_bill(
            actor=actor, company=named[0], content=content, file_name=arguments.file.name, at=now
        )
    print(f"{done.charges} charges: {done.new} new, {done.changed} changed, {done.gone} gone.")
    return 0
