"""Print labels of assets into a PDF.

Name tags or public ids, or give a filter: assetry label --user me@example.com -o labels.pdf LT-1043 LT-1044
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from assetry.cli.support.acting import actor_named
from assetry.domain.assets.labels.content import make_labels
from assetry.domain.assets.labels.layouts import MOST_LABELS, Layout, draw_labels
from assetry.domain.assets.labels.queries import list_assets_to_label, with_codes
from assetry.domain.assets.labels.refusals import NothingToLabel
from assetry.domain.assets.models import Asset
from assetry.kernel.filters import parse_filter
from assetry.kernel.registry import entity_named
from assetry.kernel.text import tag_key
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
    assets = _assets(arguments, actor)
    labels = make_labels(assets, base_url=settings.BASE_URL)
    content = draw_labels(labels, Layout(arguments.layout), skip=arguments.skip)
    try:
        arguments.output.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"{arguments.output} cannot be written: {error.strerror}.") from error
    print(f"Wrote {len(labels)} labels to {arguments.output}.")
    return 0


def _assets(arguments: argparse.Namespace, actor: Actor) -> Sequence[Asset]:
    """What is printed: every asset that was named, or none at all. A label that is missing is noticed too late."""
    codes = arguments.codes if arguments.filter is None else []
    try:
        assets = list_assets_to_label(actor, _chosen(arguments, actor))
    except NothingToLabel:
        if not codes:
            raise
        assets = []
    found = {tag_key(name) for asset in assets for name in (asset.asset_tag or "", asset.public_id)}
    missing = [code for code in codes if tag_key(code) not in found]
    if missing and len(assets) <= MOST_LABELS:
        named = ", ".join(missing)
        raise ConfigurationError(
            f"Nothing was printed: no asset that you may label has the tag or id {named}."
        )
    return assets


def _chosen(arguments: argparse.Namespace, actor: Actor) -> Q:
    if arguments.filter is None:
        return with_codes(arguments.codes)
    today = datetime.now(UTC).date()
    return compile_filter(entity_named("asset"), parse_filter(arguments.filter), actor, today=today)
