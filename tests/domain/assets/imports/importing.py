"""Small files made by tests, and one call that checks and applies them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from assetry.domain.assets.imports.operations import check_import, import_assets
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.plan import Plan
from assetry.domain.assets.imports.suggesting import suggest_options
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.runs import begin_run, sheet_of
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW

ALL = frozenset({"company", "location", "supplier", "manufacturer", "model", "category", "person"})


def table(*lines: str) -> bytes:
    """A file of lines."""
    return "\n".join(lines).encode()


def upload(
    actor: Actor, content: bytes, *, kind: str = "hardware", at: datetime = NOW, **options: Any
) -> tuple[ImportRun, ImportOptions]:
    """A run and the options that would be suggested, changed by those given."""
    run = begin_run(actor=actor, entity="asset", kind=kind, file_name="test.csv", content=content, at=at)
    return run, replace(suggest_options(actor, run, sheet_of(run)), **options)


def check(actor: Actor, content: bytes, **options: Any) -> Plan:
    """The dry run of a file."""
    run, chosen = upload(actor, content, **options)
    return check_import(actor=actor, run=run, options=chosen, at=options.get("at", NOW))


def load(actor: Actor, content: bytes, *, at: datetime = NOW, **options: Any) -> Plan:
    """Import a file: dry run, then apply."""
    run, chosen = upload(actor, content, at=at, **options)
    plan = check_import(actor=actor, run=run, options=chosen, at=at)
    import_assets(actor=actor, run=run, at=at)
    return plan
