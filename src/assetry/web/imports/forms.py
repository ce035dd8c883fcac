"""What the forms of an import send, as options."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from assetry.kernel.dates import DateOrder
from assetry.kernel.refusals import InvalidValue
from assetry.platform.attachments.parts import only_file
from assetry.platform.imports.mapping import Target
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import MAX_BYTES, Sheet
from assetry.platform.imports.words import fold

DATES = ("mdy", "dmy", "ymd")
STATUS = "status:"
PASTED = "pasted.csv"


def uploaded(request: HttpRequest) -> tuple[str, bytes] | None:
    """Name and content of what was sent as a file or pasted as text; None for neither. Raises OneFileOnly."""
    file = only_file(request.FILES)
    if file is not None:
        # One byte more than the limit is enough to refuse it.
        return str(file.name or "file.csv"), file.read(MAX_BYTES + 1)
    text = request.POST.get("text", "")
    return (PASTED, text.encode()) if text.strip() else None


def read_options(data: QueryDict, sheet: Sheet) -> ImportOptions:
    """The decisions of the page "Match columns", for the file as it was read."""
    columns = tuple(data.get(f"c{place}", "") for place in range(len(sheet.headers)))
    statuses = {fold(name.removeprefix(STATUS)): str(data[name]) for name in data if name.startswith(STATUS)}
    dates, decimal = data.get("dates", ""), data.get("decimal", "")
    return ImportOptions(
        columns=columns,
        headers=sheet.headers,
        encoding=sheet.read_as.encoding,
        delimiter=sheet.read_as.delimiter,
        sheet=sheet.read_as.sheet,
        match=data.get("match", ""),
        create=frozenset(map(str, data.getlist("create"))),
        company=data.get("company", ""),
        category=data.get("category", ""),
        dates=cast("DateOrder", dates) if dates in DATES else None,
        decimal=cast("Any", decimal) if decimal in {".", ","} else "",
        statuses=statuses,
        erases=bool(data.get("erases")),
    )


def refuse_doubled(options: ImportOptions, targets: Sequence[Target]) -> None:
    """Raise InvalidValue when more than one column is to fill what holds the text of one."""
    used = [target for target in options.columns if target]
    doubled = [str(target.label) for target in targets if not target.joins and used.count(target.name) > 1]
    if doubled:
        reason = _("Two columns go to %(names)s. Leave one out.") % {"names": ", ".join(sorted(doubled))}
        raise InvalidValue(field="columns", reason=reason)
