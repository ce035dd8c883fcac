"""Files made of many rows by a job, in parts: each is committed as it is done, so that no transaction lasts."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django.db import transaction

from assetry.kernel.refusals import NotPermitted
from assetry.platform.bulk.models import BulkRow, BulkRun, MadePart
from assetry.platform.bulk.refusals import BulkClosed
from assetry.platform.bulk.works import Arguments
from assetry.platform.jobs.progress import Report
from assetry.platform.permissions.actor import Actor

Stage = BulkRun.Stage


@dataclass(frozen=True)
class Part:
    """One file among those that a run makes, of so many rows."""

    name: str
    content: bytes
    rows: int


@runtime_checkable
class FileWork(Protocol):
    """A work that changes nothing and makes files of the chosen rows."""

    @property
    def permission(self) -> str: ...

    def make(self, actor: Actor, rows: Any, arguments: Arguments) -> Iterator[Part]:
        """The files of the rows (a query of keys) that the actor may take away, one after the other."""

    def may_take(self, actor: Actor, rows: Any) -> bool:
        """Whether what was made of the rows is still the actor's to have."""


def make_files(
    work: FileWork, *, actor: Actor, run_id: int, arguments: Mapping[str, Any], at: datetime, report: Report
) -> BulkRun:
    """Make a queued run's files. Called again after a kill it begins anew; a done run stays as it is.

    Raises NotPermitted, BulkClosed, and what the work refuses.
    """
    run = BulkRun.objects.get(pk=run_id)
    if run.stage == Stage.DONE:
        return run
    if run.stage != Stage.QUEUED:
        raise BulkClosed(stage=run.get_stage_display())
    actor.require(work.permission)
    MadePart.objects.filter(run_id=run_id).delete()
    rows = _rows_of(run)
    done = 0
    report("write", 0, run.changing)
    for position, part in enumerate(work.make(actor, rows, arguments)):
        MadePart.objects.create(
            run_id=run_id, position=position, name=part.name, content=part.content, made_at=at
        )
        done += part.rows
        report("write", done, run.changing)
    with transaction.atomic():
        BulkRun.objects.filter(pk=run_id, stage=Stage.QUEUED).update(
            stage=Stage.DONE, done_at=at, failure="", changing=done
        )
    run.refresh_from_db()
    return run


def require_files(work: FileWork, actor: Actor, run: BulkRun) -> None:
    """Rights can be lost or moved after the files were made. Raises NotPermitted."""
    actor.require(work.permission)
    if not work.may_take(actor, _rows_of(run)):
        raise NotPermitted(permission=work.permission)


def _rows_of(run: BulkRun) -> Any:
    return BulkRow.objects.filter(run_id=run.pk, outcome=BulkRow.Outcome.CHANGE).values("object_id")


def parts_of(run: BulkRun) -> Iterator[tuple[str, bytes]]:
    """The files of a done run, one at a time."""
    for position in (
        MadePart.objects.filter(run_id=run.pk).order_by("position").values_list("position", flat=True)
    ):
        part = MadePart.objects.get(run_id=run.pk, position=position)
        yield part.name, bytes(part.content)


def count_parts(run: BulkRun) -> int:
    """How many files there are."""
    return MadePart.objects.filter(run_id=run.pk).count()


class _Sink:
    """What an archive is written into, to be taken out piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        whole, self.pieces = b"".join(self.pieces), []
        return whole


def zip_pieces(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """An archive of the files, sent while they are read: one of them is held at a time."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
            yield sink.taken()
    yield sink.taken()
