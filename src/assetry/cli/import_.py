"""Import assets from a CSV file: check every row, then write all accepted ones, or none.

A dry run shows what would happen: assetry import inventory.csv --user me@example.com --dry-run
"""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils import translation

from assetry.cli.support.acting import actor_named
from assetry.cli.support.import_options import add_arguments, options_from
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.imports.operations import check_import, import_assets
from assetry.domain.assets.imports.options import ImportOptions
from assetry.domain.assets.imports.plan import Action, Plan
from assetry.domain.catalog.queries import get_kind_for
from assetry.platform.faults import ConfigurationError
from assetry.platform.imports.reading import ReadAs, Sheet
from assetry.platform.imports.refused import refused_rows
from assetry.platform.imports.runs import begin_run, sheet_of
from assetry.platform.permissions.actor import Actor, Door

NOTHING_APPLIED = 1


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry import`."""
    parser = commands.add_parser("import", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose account imports")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would happen")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="write the refused rows there, with a column of reasons"
    )
    add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check, say what was found, apply; 0 when the file is in, 1 when nothing could be applied."""
    actor = actor_named(arguments.user)
    actor.require(AssetPermission.IMPORT)
    with translation.override(actor.language):
        return _run(arguments, actor.at_door(Door.IMPORT))


def _run(arguments: argparse.Namespace, actor: Actor) -> int:
    at = datetime.now(UTC)
    kind = get_kind_for(actor, arguments.kind)
    run_ = begin_run(
        actor=actor,
        entity="asset",
        kind=kind.code,
        file_name=arguments.file.name,
        content=_read(arguments.file),
        at=at,
    )
    given = ReadAs(arguments.encoding, arguments.delimiter.replace("\\t", "\t"))
    sheet = sheet_of(run_, ImportOptions(columns=(), encoding=given.encoding, delimiter=given.delimiter))
    options = options_from(arguments, actor, run_, sheet, kind)
    _say_how_read(sheet, options)
    plan = check_import(actor=actor, run=run_, options=options, at=at)
    _say(run_.summary, plan, arguments.dry_run)
    if arguments.refused:
        _write(arguments.refused, refused_rows(sheet, plan.of(Action.REFUSE)))
    accepted = len(plan.rows) - plan.counts[Action.REFUSE]
    if not arguments.dry_run and accepted:
        import_assets(actor=actor, run=run_, plan=plan, at=at)
        print(f"Imported {accepted} of {len(plan.rows)} rows; {plan.counts[Action.REFUSE]} stayed out.")
    return 0 if accepted or not plan.rows else NOTHING_APPLIED


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes() if str(path) != "-" else sys.stdin.buffer.read()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from error


def _say_how_read(sheet: Sheet, options: ImportOptions) -> None:
    read_as, count = sheet.read_as, len(sheet.rows) + len(sheet.ragged)
    print(f"Read {count} rows as {read_as.encoding}, cells divided by {read_as.delimiter!r}.")
    for header, target in zip(sheet.headers, options.columns, strict=True):
        print(f"  {header} → {target or 'left out'}")
    for word, status in options.statuses.items():
        print(f"  status “{word}” → {status or 'refused'}")


def _say(summary: Mapping[str, Any], plan: Plan, dry_run: bool) -> None:
    counts = summary["counts"]
    would = "would be " if dry_run else ""
    changing = f"{counts['create']} {would}created, {counts['update']} {would}updated"
    print(f"{changing}, {counts['unchanged']} unchanged, {counts['refuse']} refused.")
    for entity, count in summary["made"].items():
        print(f"  {entity}: {count} {would}made")
    for row in plan.rows:
        for reason in row.reasons:
            print(f"Row {row.number} refused: {reason}")
        for warning in row.warnings:
            print(f"Row {row.number}: {warning}")
