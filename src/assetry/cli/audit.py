"""Seal the trail of changes, and prove that nobody rewrote it.

`assetry audit verify` recomputes every seal from the rows and names the first that is not as it was. Ends with 0 when
the trail is whole, 1 when it was tampered with, 3 when it is whole but no head file vouches for its end, or
nothing is sealed yet.
`assetry audit seal` seals now what the worker would seal within the minute.
`assetry audit open-epoch` accepts a database that was restored without `assetry restore`.
"""

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from assetry.cli.support.owner import as_owner
from assetry.platform.audit.queries import unsealed_tail
from assetry.platform.audit.sealing.head import HeadState, head_file
from assetry.platform.audit.sealing.sealer import HeadMismatch, open_epoch, seal_events
from assetry.platform.audit.sealing.verification import Finding, Report, verify_trail
from assetry.platform.faults import ConfigurationError

WHOLE, TAMPERED, NO_HEAD = 0, 1, 3
_ROWS = {
    "audit_event": "Event",
    "audit_change": "Change",
    "audit_personal": "The personal values of change",
    "audit_seal": "Seal",
    "audit_epoch": "Epoch",
}
_DONE = {
    "edited": "was edited",
    "deleted": "was deleted",
    "inserted": "was put in later",
    "reordered": "does not stand where it stood",
    "redated": "was re-dated",
    "cut_off": "is what the head file names, and the database has no such seal: the end was cut off, or put back",
    "replaced": "is not the one that the head file names: the chain was written anew up to it, or the file replaced",
}
_HEADS = {
    HeadState.CURRENT: "The head file vouches for the end.",
    HeadState.BEHIND: "The head file names an older seal of this chain; the next sealing brings it up to date.",
    HeadState.NONE: "Nothing is sealed yet.",
    HeadState.LOST: "The head file was written here and is gone, or an older one was put back: who took it?",
    HeadState.MISSING: "There is no head file here, so an end that was cut off would not show.",
}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry audit`."""
    parser = commands.add_parser(
        "audit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = parser.add_subparsers(required=True, dest="part", metavar="verify|seal|open-epoch")
    verify = parts.add_parser("verify", help="prove that the trail is as it was written")
    verify.add_argument("--json", action="store_true", help="print the report as JSON")
    parts.add_parser("seal", help="seal now")
    epoch = parts.add_parser("open-epoch", help="after a restore by other means: accept the trail as it is")
    epoch.add_argument("--yes", action="store_true", help="do it: the old head file is kept beside")


def run(arguments: argparse.Namespace) -> int:
    """Do the part; returns the exit code."""
    if arguments.part == "verify":
        return _verify(as_json=arguments.json)
    return _seal() if arguments.part == "seal" else _open_epoch(yes=arguments.yes)


def _verify(*, as_json: bool) -> int:
    report = verify_trail(head_file())
    print(json.dumps(_document(report), indent=2) if as_json else "\n".join(_lines(report)))
    if not report.is_whole:
        return TAMPERED
    is_vouched_for = report.head_state not in {HeadState.MISSING, HeadState.LOST} and (
        report.seals or not report.tail_events
    )
    return WHOLE if is_vouched_for else NO_HEAD


def _lines(report: Report) -> list[str]:
    covered = f"{report.events} events with {report.changes} changes under {report.seals} seals, epoch {report.epoch}"
    lines = [
        f"The trail is whole: {covered}." if report.is_whole else f"The trail was tampered with ({covered})."
    ]
    lines += [f"  {_sentence(finding)}" for finding in report.findings]
    if report.head_state in _HEADS:
        lines.append(_HEADS[report.head_state])
    if report.head is not None:
        lines.append(
            f"Head: seal {report.head.seal}, {report.head.hash}, {report.head.sealed_at:%Y-%m-%d %H:%M:%SZ}."
        )
    return [*lines, _tail(report.tail_events, report.tail_since)]


def _sentence(finding: Finding) -> str:
    about = ""
    if finding.recorded_at is not None:
        about = f" ({finding.intent}, event {finding.event}, {finding.recorded_at:%Y-%m-%d %H:%M:%SZ})"
    if finding.table == "pg_proc":
        return f"Function {finding.intent} is not the one of this version: what it recomputes proves nothing."
    seal = f" [seal {finding.seal}]" if finding.seal and finding.table != "audit_seal" else ""
    return f"{_ROWS[finding.table]} {finding.row}{about} {_DONE[finding.what]}.{seal}"


def _tail(events: int, since: datetime | None) -> str:
    if not events or since is None:
        return "Everything is sealed."
    minutes = int((datetime.now(UTC) - since).total_seconds() // 60)
    return f"Not sealed yet: {events} events, the oldest {minutes} minutes old."


def _document(report: Report) -> dict[str, Any]:
    head = report.head
    return {
        "whole": report.is_whole,
        "seals": report.seals,
        "events": report.events,
        "changes": report.changes,
        "epoch": report.epoch,
        "findings": [
            {
                "table": finding.table,
                "row": finding.row,
                "what": finding.what,
                "seal": finding.seal,
                "event": finding.event,
                "intent": finding.intent,
                "recorded_at": _iso(finding.recorded_at),
            }
            for finding in report.findings
        ],
        "head": {
            "state": report.head_state,
            "seal": head.seal if head else None,
            "hash": head.hash if head else None,
            "sealed_at": _iso(head.sealed_at) if head else None,
        },
        "unsealed": {"events": report.tail_events, "since": _iso(report.tail_since)},
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _seal() -> int:
    try:
        made = seal_events(head_file())
    except HeadMismatch as mismatch:
        print(mismatch)
        return TAMPERED
    tail = unsealed_tail()
    print(f"Made {made} seals. {_tail(tail.events, tail.since)}")
    return WHOLE


def _open_epoch(*, yes: bool) -> int:
    if not yes:
        raise ConfigurationError(
            "This accepts the trail as it stands, whatever was cut off. Run `assetry audit verify` first, then give "
            "--yes."
        )
    with as_owner():
        head = open_epoch(head_file(), using=DEFAULT_DB_ALIAS)
    print(f"Opened the next epoch after seal {head.seal}, {head.hash}." if head else "Opened the next epoch.")
    return WHOLE
