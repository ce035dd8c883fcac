"""Count anew what pages show as counts, and write anew what search finds.

Where `assetry doctor` names counts or search that differ from the rows: end the cause first (a trigger that is off),
then run this. It goes beside a running Assetry, which waits with changes meanwhile.
"""

import argparse
from datetime import UTC, datetime

from django.db import transaction

from assetry.domain.assets.counts import rebuild_counters
from assetry.domain.software.seats import recount
from assetry.platform.search.rebuilding import rebuild_documents


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry recount`."""
    commands.add_parser("recount", description=__doc__)


def run(_arguments: argparse.Namespace) -> int:
    """Do all of it in one transaction."""
    with transaction.atomic():
        rebuild_counters()
        recount(datetime.now(UTC))
        entities = rebuild_documents()
    print(f"Counted anew; search knows {len(entities)} kinds of things anew.")
    return 0
