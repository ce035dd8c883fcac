"""The first page of an import: a file, or pasted cells; below it the latest imports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.reading import MAX_BYTES, MAX_ROWS
from assetry.platform.imports.runs import list_runs_for
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.fields import FieldView, Option
from assetry.web.components.parts import Link, Note, Step, Words
from assetry.web.imports.steps import crumbs_of, steps_at
from assetry.web.imports.subjects import subject_named, subjects_for
from assetry.web.kit.reader import Reader

ACCEPTED = ".csv,.txt,.tsv,.xlsx,.ods,.xls,text/csv"


@dataclass(frozen=True, kw_only=True)
class UploadPage:
    """What `imports/upload.html` draws."""

    title: Words
    summary: Words
    crumbs: Sequence[Link]
    steps: Sequence[Step]
    notes: Sequence[Note]
    fields: Sequence[FieldView]
    action: str
    recent: Panel | None


def upload_page(reader: Reader, code: str, problem: str, text: str) -> UploadPage:
    """The page; a problem with what was sent stands above the form."""
    subject = subject_named(reader.actor, code)
    kinds = [
        Option(value=known.code, label=known.plural, chosen=known.code == subject.code)
        for known in subjects_for(reader.actor)
    ]
    limits = _(
        "CSV, XLSX, ODS or XLS as any program writes it, up to %(rows)s rows and %(megabytes)d MB."
    ) % {
        "rows": f"{MAX_ROWS:,}",
        "megabytes": MAX_BYTES >> 20,
    }
    return UploadPage(
        title=_("Import a file"),
        summary=_(
            "Bring your spreadsheet as it is. Nothing is written before you have seen what would change."
        ),
        crumbs=crumbs_of(subject, _("Upload")),
        steps=steps_at("upload"),
        notes=[Note(tone="bad", text=problem, urgent=True)] if problem else [],
        fields=[
            FieldView(name="kind", label=_("The rows are"), widget="select", options=kinds, value=code),
            FieldView(name="file", label=_("File"), widget="file", accept=ACCEPTED, help=limits),
            FieldView(
                name="text",
                label=_("Or paste cells, with the row of column names"),
                widget="textarea",
                value=text,
                rows=4,
            ),
        ],
        action=reverse("import_assets"),
        recent=_recent(reader),
    )


def _recent(reader: Reader) -> Panel | None:
    runs = list_runs_for(reader.actor)
    if not runs:
        return None
    columns = (TableColumn(_("File")), TableColumn(_("State")), TableColumn(_("Uploaded"), number=True))
    lines = [_line(run, reader) for run in runs]
    table = Table(caption=_("Your latest imports"), columns=columns, rows=lines)
    return Panel(title=_("Your latest imports"), id="recent", blocks=(table,))


def _line(run: ImportRun, reader: Reader) -> tuple[Words, Words, Words]:
    url = reverse("import_run", kwargs={"public_id": run.public_id})
    at = cells.instant_html(run.created_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    return cells.name_html(run.file_name, url), run.get_stage_display(), at
