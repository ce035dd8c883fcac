"""Write assets as CSV to the standard output.

An import reads it back unchanged: assetry export --user me@example.com --kind hardware > hardware.csv
"""

import argparse
import sys
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import translation

from assetry.cli.support.acting import actor_named
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.exports import exported_table, list_assets_to_export
from assetry.domain.catalog.queries import get_kind_for
from assetry.kernel.filters import parse_filter
from assetry.kernel.registry import entity_named
from assetry.platform.exports.csv_writer import csv_pieces
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry export`."""
    parser = commands.add_parser("export", description=__doc__)
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose account exports")
    parser.add_argument(
        "--kind", metavar="CODE", help="one kind, with its own fields (hardware, subscription, information)"
    )
    parser.add_argument(
        "--filter", metavar="TEXT", help='in the filter language: purchased_on lt "2024-01-01"'
    )


def run(arguments: argparse.Namespace) -> int:
    """Stream the file."""
    actor = actor_named(arguments.user)
    actor.require(AssetPermission.EXPORT)
    kind = get_kind_for(actor, arguments.kind) if arguments.kind else None
    with translation.override(actor.language):
        assets = list_assets_to_export(actor, kind, _condition(arguments.filter, actor))
        headers, rows = exported_table(actor, assets, kind)
        for piece in csv_pieces(headers, rows):
            sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
    return 0


def _condition(text: str | None, actor: Actor) -> Q | None:
    if not text:
        return None
    today = datetime.now(UTC).date()
    return compile_filter(entity_named("asset"), parse_filter(text), actor, today=today)
