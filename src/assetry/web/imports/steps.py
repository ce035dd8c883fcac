"""Where in the wizard a page stands."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.platform.imports.models import ImportRun
from assetry.web.components.parts import Link, Step
from assetry.web.imports.subjects import Subject

Stage = ImportRun.Stage
_NAMES = ("upload", "columns", "dry_run", "import")


def steps_at(current: str, run: ImportRun | None = None) -> tuple[Step, ...]:
    """The four steps; those that are done can be opened again until the import is on its way."""
    labels = {
        "upload": _("Upload"),
        "columns": _("Match columns"),
        "dry_run": _("Dry run"),
        "import": _("Import"),
    }
    place = _NAMES.index(current)
    urls = {}
    if run is not None and run.stage in {Stage.READ, Stage.CHECKED, Stage.FAILED}:
        kwargs = {"public_id": run.public_id}
        urls = {
            "columns": reverse("import_columns", kwargs=kwargs),
            "dry_run": reverse("import_dry_run", kwargs=kwargs),
        }
    return tuple(
        Step(
            label=labels[name],
            url=urls.get(name, ""),
            state="done" if number < place else "current" if number == place else "",
        )
        for number, name in enumerate(_NAMES)
    )


def crumbs_of(subject: Subject, last: str) -> tuple[Link, ...]:
    """From the list of what the rows are to the file."""
    return (
        Link(label=subject.plural, url=subject.list_url),
        Link(label=_("Import"), url=f"{reverse('import_assets')}?kind={subject.code}"),
        Link(label=last),
    )
