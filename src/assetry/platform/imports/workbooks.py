"""A sheet of a workbook (XLSX, ODS, XLS) as rows of texts. A process of its own reads it: such files can be bombs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assetry.platform.imports import workbook_process
from assetry.platform.imports.refusals import FileTooLarge, FileUnreadable

_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet from its first on, its name and those of all."""

    rows: Iterator[list[str]]
    sheet: str
    sheets: tuple[str, ...]


def read_workbook(content: bytes, sheet: str = "") -> SheetRows:
    """The sheet of that name; the first one that holds anything without a name, or with one that is not there.

    Raises FileTooLarge, and FileUnreadable for what is broken, locked by a password or holds macros.
    """
    command = [sys.executable, "-I", "-m", workbook_process.__name__, sheet]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge(reason=_too_large()) from error
    # Not `splitlines`: texts may hold other ends of lines.
    head, *lines = done.stdout.decode().removesuffix("\n").split("\n")
    if done.returncode or not head:  # out of memory or time: it was ended
        raise FileTooLarge(reason=_too_large())
    said = json.loads(head)
    if said.get("refused") == "large":
        raise FileTooLarge(reason=_too_large())
    if "refused" in said:
        raise FileUnreadable(reason=_why(said["refused"]))
    return SheetRows(map(json.loads, lines), said["sheet"], tuple(said["sheets"]))


def _too_large() -> str:
    return _("The workbook holds more than can be read at once. Save the sheet as CSV and import that file.")


def _why(code: str) -> str:
    return {
        "macros": _("The workbook holds macros. Save it without them, as .xlsx."),
        "locked": _("The workbook is locked by a password. Save it without one."),
    }.get(code, _("The workbook cannot be read. Save it again, or save its sheet as CSV."))
