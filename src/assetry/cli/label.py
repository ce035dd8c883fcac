"""Print labels of assets into a PDF.

Name tags or public ids, or give a filter: assetry label --user me@example.com -o labels.pdf LT-1043 LT-1044
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from assetry.cli.support.acting import actor_named
from assetry.domain.assets.labels.content import make_labels
from assetry.domain.assets.labels.layouts import Layout, draw_labels
from assetry.domain.assets.labels.queries import list_assets_to_label, with_codes
from assetry.kernel.filters import parse_filter
from assetry.kernel.registry import entity_named
from assetry.platform.faults import ConfigurationError
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry label`."""
    parser = commands.add_parser("label", description=__doc__)
    parser.add_argument("codes", nargs="*", metavar="TAG", help="tags or public ids")
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose account prints")
    parser.add_argument("--layout", choices=[layout.value for layout in Layout], default=Layout.A4.value)
    parser.add_argument("--filter", metavar="TEXT", help="assets by a filter, instead of tags")
    parser.add_argument(
        "--skip", type=int, default=0, metavar="N", help="places of the first sheet that are used up"
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the PDF to write")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and say how many labels it holds."""
    actor = actor_named(arguments.user)
    assets = list_assets_to_label(actor, _chosen(arguments, actor))
    labels = make_labels(assets, base_url=settings.BASE_URL)
    content = draw_labels(labels, Layout(arguments.layout), skip=arguments.skip)
    try:
        arguments.output.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"{arguments.output} cannot be written: {error.strerror}.") from error
    print(f"Wrote {len(labels)} labels to {arguments.output}.")
    return 0


def _chosen(arguments: argparse.Namespace, actor: Actor) -> Q:
    if arguments.filter is None:
        return with_codes(arguments.codes)
    today = datetime.now(UTC).date()
    return compile_filter(entity_named("asset"), parse_filter(arguments.filter), actor, today=today)
