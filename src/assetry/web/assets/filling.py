"""A new asset's form, filled from a file of its kind: a certificate from its PEM."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.kinds.kind import FileReader
from assetry.domain.assets.kinds.registry import KINDS
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for
from assetry.kernel.refusals import InvalidValue, NotFound, Text
from assetry.web.components.fields import FieldError, FieldView
from assetry.web.components.parts import Action, Link
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FieldGroup, FormPage
from assetry.web.kit.links import route_url
from assetry.web.routes import AssetryRequest, page

FILE: Final = "file"
PASTED: Final = "pasted"


def fill_actions(kind: AssetKind) -> tuple[Action, ...]:
    """The verb above the form of a kind that a file can fill."""
    reader = _reader_of(kind)
    if reader is None:
        return ()
    url = route_url("asset_create_from_file", kind=kind.code)
    return (Action(label=reader.verb, url=url, icon="file-up"),)


@page(P.CREATE, methods=("GET", "POST"))
def fill(request: AssetryRequest, kind: str) -> HttpResponse:
    """Choose or paste the file; its values stand in the form then, and nothing is registered yet."""
    found = get_kind_for(request.actor, kind)
    reader = _reader_of(found)
    if reader is None:
        raise NotFound
    problem: Text = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_form_url(found, reader.read(_content(request))))
        except InvalidValue as refusal:
            problem = refusal.params["reason"]
    return answer(
        request, "kit/form.html", _page(request, found, reader, problem), status=422 if problem else 200
    )


def _reader_of(kind: AssetKind) -> FileReader | None:
    described = KINDS.get(kind.facet)
    return described.filled_by if described else None


def _content(request: AssetryRequest) -> bytes:
    file = request.FILES.get(FILE)
    return file.read() if file else request.POST.get(PASTED, "").encode()


def _form_url(kind: AssetKind, values: Mapping[str, str | date]) -> str:
    texts = {name: str(value) for name, value in values.items() if value}
    return f"{reverse('asset_create', kwargs={'kind': kind.code})}?{urlencode(texts)}"


def _page(request: AssetryRequest, kind: AssetKind, reader: FileReader, problem: Text) -> FormPage:
    errors = (str(problem),) if problem else ()
    fields = [
        FieldView(name=FILE, label=_("File"), widget="file", accept=reader.accept, errors=errors),
        FieldView(name=PASTED, label=_("Or paste its text"), widget="textarea"),
    ]
    form = route_url("asset_create", kind=kind.code)
    return FormPage(
        title=reader.verb,
        subtitle=_("Its values stand in the form then, to be looked at. The file is not kept."),
        action=request.path,
        groups=[FieldGroup(title=reader.verb, fields=fields, hide_title=True)],
        submit=_("Fill the form"),
        cancel_url=form,
        crumbs=(
            Link(label=kind.name_plural, url=route_url("assets_of_kind", kind=kind.code)),
            Link(label=_("New"), url=form),
            Link(label=reader.verb),
        ),
        errors=[FieldError(field_id=f"f-{FILE}", label=_("File"), message=str(problem))] if problem else [],
        multipart=True,
    )
