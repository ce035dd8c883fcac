"""Which status an operation sets when nobody chooses one, kind by kind."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.models import Status
from assetry.domain.assets.operations import set_default_statuses
from assetry.domain.assets.operations.settings import SETS
from assetry.domain.assets.queries import list_all_statuses, list_default_statuses
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.web.catalog.kinds import operations_of
from assetry.web.components.fields import Option
from assetry.web.components.parts import Link, Words
from assetry.web.kit.choices import options_of
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page


@page(P.MANAGE, methods=("GET", "POST"))
def defaults(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form: one choice per operation that the kind knows."""
    kind = get_kind_for(request.actor, public_id)
    url, names = entity_url("kind", kind.public_id), operations_of(kind)

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        chosen = {name: status for name, status in values.items() if status is not None}
        set_default_statuses(actor=request.actor, kind=kind, statuses=chosen, at=request.received_at)
        return url, _("The default statuses of %(kind)s are saved.") % {"kind": kind}

    form = CreateForm(
        title=_("Default statuses of %(kind)s") % {"kind": str(kind.name_plural).lower()},
        subtitle=_("What is set when nobody chooses a status."),
        fields={
            name: Field(name=name, label=label, type=FieldType.STATUS, reference="status")
            for name, label in names.items()
        },
        layout=(FormGroup(title="", fields=tuple(names)),),
        save=save,
        cancel_url=url,
        submit=_("Save"),
        crumbs=(
            Link(label=_("Settings"), url=route_url("settings")),
            Link(label=_("Kinds"), url=route_url("kinds")),
            Link(label=kind.name, url=url),
            Link(label=_("Default statuses")),
        ),
        prepare=lambda form: _prepare(form, kind, request),
    )
    return answer_create(request, form, reader_of(request))


def _prepare(form: FormState, kind: AssetKind, request: AssetryRequest) -> None:
    """The statuses of the kind that fit what happens."""
    usable = [status for status in list_all_statuses(request.actor, kind) if not status.is_archived]
    found = list_default_statuses(kind)
    for name in form.fields:
        form.options[name] = _options(name, usable, found.get(name))
        if request.method == "GET" and name in found:
            form.texts[name] = found[name].public_id


def _options(name: str, usable: list[Status], found: Status | None) -> list[Option]:
    fitting = [status for status in usable if status.state in SETS[name]]
    empty = [] if found else [Option(value="", label=_("The first that fits"))]
    return [*empty, *options_of(entity_named("status"), fitting)]
