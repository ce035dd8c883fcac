"""Small files of records, and one call that checks and imports them."""

from dataclasses import replace
from typing import Any

from assetry.kernel.registry import entity_named
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.records.operations import check_records, import_records
from assetry.platform.imports.records.plan import RecordPlan
from assetry.platform.imports.records.suggesting import suggest_options
from assetry.platform.imports.runs import begin_run, sheet_of
from assetry.platform.permissions.actor import Actor
from tests.cast import NOW


def upload(actor: Actor, entity: str, *lines: str, **options: Any) -> tuple[ImportRun, ImportOptions]:
    """A run and the options that would be suggested, changed by those given."""
    content = "\n".join(lines).encode()
    run = begin_run(actor=actor, entity=entity, kind="", file_name="test.csv", content=content, at=NOW)
    return run, replace(suggest_options(actor, entity_named(entity), sheet_of(run)), **options)


def check(actor: Actor, entity: str, *lines: str, **options: Any) -> RecordPlan:
    """The dry run of a file."""
    run, chosen = upload(actor, entity, *lines, **options)
    return check_records(actor=actor, run=run, options=chosen, at=NOW)


def load(actor: Actor, entity: str, *lines: str, **options: Any) -> RecordPlan:
    """Import a file: dry run, then apply."""
    run, chosen = upload(actor, entity, *lines, **options)
    plan = check_records(actor=actor, run=run, options=chosen, at=NOW)
    import_records(actor=actor, run=run, at=NOW)
    return plan


def reasons(plan: RecordPlan) -> dict[int, str]:
    """By row, why it is refused."""
    return {row.number: " ".join(row.reasons) for row in plan.rows if row.reasons}
