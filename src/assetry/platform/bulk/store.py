"""The statements that keep the rows of a run: set-based, so any number of rows is chosen and judged."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F

from assetry.platform.bulk.models import BulkRow, BulkRun

Outcome = BulkRow.Outcome
# As many rows as are judged, or changed, by one statement each: what is held in memory.
AT_ONCE = 10_000


def choose(run: BulkRun, rows: Any) -> int:
    """Keep the rows of a queryset with their versions; returns how many."""
    try:
        query, params = rows.order_by().values_list("pk", "version").distinct().query.sql_with_params()
    except EmptyResultSet:  # nothing was ticked, or the actor sees nothing
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bulk_bulkrow (run_id, object_id, version, outcome, code, reason) "
            f"SELECT %s, chosen.id, chosen.version, 'change', '', '' FROM ({query}) AS chosen (id, version)",
            [run.pk, *params],
        )
        return int(cursor.rowcount)


def choose_undone(run: BulkRun, undone: BulkRun) -> int:
    """Keep the rows that a run changed, with the versions that it left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bulk_bulkrow (run_id, object_id, version, outcome, code, reason) "
            "SELECT %s, object_id, version_after, 'change', '', '' FROM bulk_bulkrow "
            "WHERE run_id = %s AND outcome = 'change' AND version_after IS NOT NULL",
            [run.pk, undone.pk],
        )
        return int(cursor.rowcount)


def batches(run_id: int, outcome: str | None = None) -> Iterator[dict[int, int]]:
    """The rows of a run (of one outcome) with their versions, by key and in the order of keys, some at a time."""
    rows = BulkRow.objects.filter(run_id=run_id, **({"outcome": outcome} if outcome else {}))
    last = -1
    while some := dict(
        rows.filter(object_id__gt=last).order_by("object_id").values_list("object_id", "version")[:AT_ONCE]
    ):
        yield some
        last = max(some)


def chosen_versions(run_id: int, limit: int) -> dict[int, int]:
    """The first rows that would change, with their versions, by key."""
    rows = BulkRow.objects.filter(run_id=run_id, outcome=Outcome.CHANGE).order_by("object_id")
    return dict(rows.values_list("object_id", "version")[:limit])


def renew_versions(run_id: int, table: str) -> None:
    """Look at the rows as they are now: a new preview shows these versions."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE bulk_bulkrow r SET version = o.version FROM {table} o "
            "WHERE r.run_id = %s AND o.id = r.object_id AND r.version <> o.version",
            [run_id],
        )


def keep_verdicts(run_id: int, ids: Sequence[int], judged: Mapping[int, tuple[str, str, str]]) -> None:
    """Keep (outcome, code, reason) by key; the others of the ids would change. One statement."""
    verdicts = [judged.get(key, (str(Outcome.CHANGE), "", "")) for key in ids]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bulk_bulkrow r SET outcome = i.outcome, code = i.code, reason = i.reason "
            "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS i (id, outcome, code, reason) "
            "WHERE r.run_id = %s AND r.object_id = i.id "
            "AND (r.outcome, r.code, r.reason) IS DISTINCT FROM (i.outcome, i.code, i.reason)",
            [list(ids), *_columns(verdicts), run_id],
        )


def _columns(rows: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    return [[row[place] for row in rows] for place in range(3)]


def keep_versions_after(run_id: int, table: str) -> None:
    """Keep the versions that the change left, inside its transaction: what has another one later was changed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE bulk_bulkrow r SET version_after = o.version FROM {table} o "
            "WHERE r.run_id = %s AND r.outcome = 'change' AND o.id = r.object_id",
            [run_id],
        )


def keep_versions_of_removed(run_id: int) -> None:
    """What was deleted had this version last: it can come back."""
    BulkRow.objects.filter(run_id=run_id, outcome=Outcome.CHANGE).update(version_after=F("version"))


def count_reasons(run_id: int) -> list[tuple[str, int]]:
    """Why rows are refused, each reason with how many it holds, the most frequent first."""
    refused = BulkRow.objects.filter(run_id=run_id, outcome=Outcome.REFUSED)
    counted = refused.values("reason").annotate(count=Count("id")).order_by("-count", "reason")
    return list(counted.values_list("reason", "count"))


def list_rows(run_id: int, outcome: str, reason: str = "", start: int = 0, limit: int = 50) -> list[BulkRow]:
    """Some rows of one outcome, refused for one reason where it is given."""
    rows = BulkRow.objects.filter(run_id=run_id, outcome=outcome, **({"reason": reason} if reason else {}))
    return list(rows.order_by("object_id")[start : start + limit])


def count_outcomes(run_id: int) -> dict[str, int]:
    """How many rows have which outcome."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, count(*) FROM bulk_bulkrow WHERE run_id = %s GROUP BY outcome", [run_id]
        )
        return dict(cursor.fetchall())
