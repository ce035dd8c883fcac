"""Proving that the trail is as it was written: every seal recomputed from the rows, and the head beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from assetry.platform.audit.sealing import statements
from assetry.platform.audit.sealing.head import Cursor, Head, HeadState, compare_head
from assetry.platform.audit.sealing.leaves import Tampering, differences
from assetry.platform.audit.shipped import PROVING, changed_functions

_EVENT: Final = "audit_event"
_CHANGE: Final = "audit_change"
_PERSONAL: Final = "audit_personal"
_SEAL: Final = "audit_seal"
_EPOCH: Final = "audit_epoch"
_FUNCTION: Final = "pg_proc"
# Times and rows are hashed as text.
_PINNED: Final = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL client_encoding = 'UTF8'",
    # Nobody's function or table comes before the server's and ours.
    "SET LOCAL search_path = pg_catalog, public, pg_temp",
    # A million rows are put in order without the disk.
    "SET LOCAL work_mem = '128MB'",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row of a table that is not as it was written; `event` is the event that it belongs to.

    Of a function of the trail (table `pg_proc`, row 0) `intent` is the name.
    """

    table: str
    row: int
    what: Tampering
    seal: int | None = None
    event: int | None = None
    intent: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified (rows under `seals` seals), what was found, and what no seal covers yet."""

    seals: int
    events: int
    changes: int
    epoch: int
    findings: tuple[Finding, ...]
    head_state: HeadState
    head: Head | None
    tail_events: int
    tail_since: datetime | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing contradicts the trail."""
        return not self.findings


def verify_trail(path: Path, *, using: str = DEFAULT_DB_ALIAS) -> Report:
    """Verify everything, in one snapshot of its own; readers, writers and the sealer go on meanwhile.

    `path` is the head file. Outside of a transaction.
    """
    with transaction.atomic(using=using, durable=True), connections[using].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return verify(cursor, path)


def verify(cursor: Cursor, path: Path) -> Report:
    """The same inside a transaction that is there, by any cursor that may read the trail."""
    for statement in _PINNED:
        cursor.execute(statement)
    state, head = compare_head(cursor, path)
    findings = sorted(
        (_described(cursor, finding) for finding in _findings(cursor, state, head)),
        key=lambda finding: (finding.event is None, finding.event or 0),
    )
    cursor.execute(statements.COUNTS)
    seals, events, changes, epoch = cursor.fetchone()
    cursor.execute(statements.TAIL)
    tail, since = cursor.fetchone()
    return Report(
        seals=int(seals),
        events=int(events),
        changes=int(changes),
        epoch=int(epoch or 1),
        findings=tuple(findings),
        head_state=state,
        head=head,
        tail_events=int(tail),
        tail_since=since,
    )


def _findings(cursor: Cursor, state: HeadState, head: Head | None) -> Iterator[Finding]:
    # Rewritten functions would recompute whatever their writer likes.
    yield from (
        Finding(_FUNCTION, 0, Tampering.EDITED, intent=name) for name in changed_functions(cursor, PROVING)
    )
    yield from _chain(cursor)
    cursor.execute("SELECT number FROM audit_epoch ORDER BY number")
    for (epoch,) in cursor.fetchall():
        yield from _rows_of(cursor, epoch)
    yield from _strays(cursor)
    yield from _personal(cursor)
    if state.is_broken:
        what = Tampering.CUT_OFF if state is HeadState.CUT_OFF else Tampering.REPLACED
        yield Finding(_SEAL, head.seal if head else 0, what)


def _chain(cursor: Cursor) -> Iterator[Finding]:
    cursor.execute(statements.SEALS)
    for seal, does_not_follow in cursor.fetchall():
        yield Finding(_SEAL, seal, Tampering.REORDERED if does_not_follow else Tampering.EDITED, seal=seal)
    cursor.execute(statements.EPOCHS)
    for (number,) in cursor.fetchall():
        yield Finding(_EPOCH, number, Tampering.EDITED)


def _rows_of(cursor: Cursor, epoch: int) -> Iterator[Finding]:
    cursor.execute(statements.HORIZONS, {"epoch": epoch})
    horizons = cursor.fetchone()[0]
    if horizons is None:
        return
    given: dict[str, Any] = {"epoch": epoch, "horizons": horizons}
    given["end"] = horizons.strip("{}").rpartition(",")[2]
    for table, query in ((_EVENT, statements.EVENTS), (_CHANGE, statements.CHANGES)):
        cursor.execute(query, given)
        for seal, sealed, found in cursor.fetchall():
            row, what = next(differences(bytes(sealed or b""), bytes(found)))
            yield Finding(table, row, _moved_or(cursor, table, row, what), seal=seal)


def _strays(cursor: Cursor) -> Iterator[Finding]:
    """Events and changes that no seal has and none will have."""
    queries = [(_EVENT, statements.STRAY_EVENTS)]
    cursor.execute(statements.ALL_CHANGES_ARE_KNOWN)
    if cursor.fetchone() != (True,):
        queries.append((_CHANGE, statements.STRAY_CHANGES))
    for table, query in queries:
        cursor.execute(query)
        for (row,) in cursor.fetchall():
            # A sealed change whose event is gone was named by its seal.
            if _moved_or(cursor, table, row, Tampering.INSERTED) is Tampering.INSERTED:
                yield Finding(table, row, Tampering.INSERTED)


def _moved_or(cursor: Cursor, table: str, row: int, what: Tampering) -> Tampering:
    """A row that left its seal and is still there, or is sealed elsewhere, was given another transaction or event."""
    if what not in statements.ELSEWHERE:
        return what
    cursor.execute(statements.ELSEWHERE[what][table], {"row": row})
    return Tampering.EDITED if cursor.fetchone()[0] else what


def _personal(cursor: Cursor) -> Iterator[Finding]:
    cursor.execute(statements.PERSONAL)
    for row, no_change, no_value, is_moved in cursor.fetchall():
        what = Tampering.EDITED
        if no_change:
            what = Tampering.INSERTED
        elif no_value:
            what = Tampering.DELETED
        elif is_moved:
            what = Tampering.REDATED
        yield Finding(_PERSONAL, row, what)


def _described(cursor: Cursor, finding: Finding) -> Finding:
    """The finding with the event that it belongs to, where that is still there."""
    event = finding.row if finding.table == _EVENT else None
    if finding.table in {_CHANGE, _PERSONAL}:
        cursor.execute(statements.EVENT_OF_CHANGE, [finding.row])
        event = next((row[0] for row in cursor.fetchall()), None)
    if event is None:
        return finding
    cursor.execute(statements.ABOUT_EVENT, [event])
    intent, recorded_at = next(iter(cursor.fetchall()), ("", None))
    return Finding(finding.table, finding.row, finding.what, finding.seal, event, intent, recorded_at)
