"""What happens inside the Assetry that is being killed: its data are made, and looked over, by a process of its own.

`python -m tests.support.kill_world seed IMPORTS ROWS` and `… check`, with the owner's database URL in the environment;
each prints one line of JSON.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

ASSETS, PEOPLE = 60, 8


def seed(imports: int, rows: int) -> dict[str, Any]:
    """The cast, assets to hand out, a token, and imports that wait for the worker; from here the shadow log is kept."""
    from django.db import connections

    from assetry.platform.accounts.operations import create_token
    from assetry.platform.audit.signed import signed
    from tests.cast import make_cast
    from tests.factories import make_asset, make_category, make_person
    from tests.support import shadow

    cast = make_cast()
    with signed("test"):
        category = make_category("Laptop")
        assets = [make_asset(cast.company, category=category).public_id for _ in range(ASSETS)]
        people = [make_person(cast.company, f"Holder {number}").public_id for number in range(PEOPLE)]
    shadow.install(connections["owner"])
    now = datetime.now(UTC)
    actor = cast.actor("administrator")
    _token, text = create_token(actor=actor, name="kills", expires_at=now + timedelta(days=2), at=now)
    for number in range(imports):
        _queue_import(actor, number, rows)
    return {"token": text, "assets": assets, "people": people}


def _queue_import(actor: Any, number: int, rows: int) -> None:
    from assetry.domain.assets.imports.operations import check_import
    from assetry.domain.assets.imports.suggesting import suggest_options
    from assetry.platform.imports.runs import begin_run, queue_run, sheet_of

    now = datetime.now(UTC)
    lines = [f"K{number}-{row},Laptop,Larkfield Labs GmbH,Imported {row}" for row in range(rows)]
    content = "\n".join(["Tag,Category,Company,Name", *lines]).encode()
    run = begin_run(
        actor=actor, entity="asset", kind="hardware", file_name=f"{number}.csv", content=content, at=now
    )
    options = suggest_options(actor, run, sheet_of(run))
    check_import(actor=actor, run=run, options=options, at=now)
    run.refresh_from_db()
    assert queue_run(run, at=now)


def check() -> dict[str, Any]:
    """How the imports stand, and everything that contradicts itself."""
    from django.db.models import Count

    from assetry.domain.assets.checks import gaps, wrong_mirrors
    from assetry.domain.assets.counts import recount_differences
    from assetry.domain.assets.models import Asset
    from assetry.platform.imports.models import ImportRun
    from tests.support import shadow

    imported = Asset.objects.filter(asset_tag__startswith="K")
    return {
        "waiting": ImportRun.objects.filter(stage=ImportRun.Stage.QUEUED).count(),
        "failed": list(
            ImportRun.objects.filter(stage=ImportRun.Stage.FAILED).values_list("failure", flat=True)
        ),
        "imported": imported.count(),
        "doubled": imported.values("asset_tag").annotate(n=Count("id")).filter(n__gt=1).count(),
        "wrong": {
            "shadow": shadow.differences(),
            "mirrors": wrong_mirrors(),
            "gaps": gaps(),
            "counters": [name for name, wrong in recount_differences().items() if wrong],
        },
    }


if __name__ == "__main__":
    django.setup()
    words = sys.argv[1:]
    sys.stdout.write(json.dumps(seed(int(words[1]), int(words[2])) if words[0] == "seed" else check()))
