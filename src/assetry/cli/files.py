"""Check the stored files against the database.

assetry files check names the rows whose bytes are missing or changed, and bytes that no row needs.
"""

import argparse
import json
from datetime import UTC, datetime

from assetry.platform.files.checks import Findings, check_files, delete_orphans
from assetry.platform.files.port import is_key


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry files`."""
    parser = commands.add_parser("files", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="compare rows and bytes, both ways")
    check.add_argument("--quick", action="store_true", help="compare sizes, without reading every file")
    check.add_argument(
        "--repair", action="store_true", help="delete bytes that no row needs, older than a day"
    )
    check.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print what does not fit; 1 when something still does not."""
    found = check_files(at=datetime.now(UTC), whole=not arguments.quick)
    deleted = delete_orphans(found) if arguments.repair else 0
    print(_as_json(found, deleted) if arguments.json else _as_text(found, deleted))
    return 0 if found.is_sound else 1


def _as_text(found: Findings, deleted: int) -> str:
    lines = [f"{found.files} files, {found.bytes:,} bytes."]
    lines += [
        f"Missing: {name}. Restore it from a backup, or remove it on its page." for name in found.missing
    ]
    lines += [f"Changed: {name}. Restore it from a backup; do not trust this copy." for name in found.changed]
    if deleted:
        lines.append(f"Deleted {deleted} files that no row needs.")
    ours = [orphan for orphan in found.orphans if is_key(orphan.key)]
    lines += [f"Needed by no row: {orphan.key} ({orphan.size:,} bytes)." for orphan in ours]
    lines += ["Run again with --repair to delete these."] if ours else []
    lines += [
        f"Not a file of ours: {orphan.key}. Remove it yourself."
        for orphan in found.orphans
        if orphan not in ours
    ]
    if found.is_sound and not deleted:
        lines.append("Rows and bytes fit.")
    return "\n".join(lines)


def _as_json(found: Findings, deleted: int) -> str:
    return json.dumps(
        {
            "files": found.files,
            "bytes": found.bytes,
            "missing": found.missing,
            "changed": found.changed,
            "orphans": [orphan.key for orphan in found.orphans],
            "deleted": deleted,
        }
    )
