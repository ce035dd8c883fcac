"""Where in the wizard a page stands."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.catalog.models import AssetKind
from assetry.platform.imports.models import ImportRun
from assetry.web.components.parts import Link, Step

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
    if run is not None and run.stage not in {ImportRun.Stage.QUEUED, ImportRun.Stage.DONE}:
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


def crumbs_of(kind: AssetKind, last: str) -> tuple[Link, ...]:
    """From the list of the kind to the file."""
    return (
        Link(label=kind.name_plural, url=reverse("assets_of_kind", kwargs={"kind": kind.code})),
        Link(label=_("Import"), url=reverse("import_assets")),
        Link(label=last),
    )
