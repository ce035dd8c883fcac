"""The class of an asset by what it stores: overridden for a reason and until a day."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.asset_models import Classification
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.operations import override_class
from assetry.domain.assets.queries import get_asset_for
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import NotPermitted
from assetry.web.assets.detail import crumbs_of
from assetry.web.assets.verbs import may_act
from assetry.web.components.parts import Link, Words
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

_FIELDS = {
    "classification": Field(
        name="classification",
        label=gettext_lazy("Class"),
        type=FieldType.CHOICE,
        choices=tuple(Choice(value, label) for value, label in Classification.choices),
        required=True,
    ),
    "expires_on": Field(
        name="expires_on",
        label=gettext_lazy("Until"),
        type=FieldType.DATE,
        required=True,
        help=gettext_lazy("At most a year: then it is looked at again"),
    ),
    "reason": Field(
        name="reason", label=gettext_lazy("Reason"), type=FieldType.LONG_TEXT, required=True, max_length=2000
    ),
}


@page(P.EDIT, methods=("GET", "POST"))
def override(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Answer for a lower class than what it stores asks for."""
    asset = get_asset_for(request.actor, public_id)
    if not may_act(request.actor, asset, P.EDIT):
        raise NotPermitted(permission=P.EDIT)
    url = reverse("asset_relations", kwargs={"public_id": asset.public_id})

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        override_class(actor=request.actor, asset=asset, **values, at=request.received_at)
        return url, _("The class is overridden.")

    form = CreateForm(
        title=_("Override the class"),
        subtitle=str(asset),
        fields=_FIELDS,
        layout=(
            FormGroup(title="", fields=tuple(_FIELDS), half=frozenset({"classification", "expires_on"})),
        ),
        save=save,
        cancel_url=url,
        submit=_("Override"),
        crumbs=crumbs_of(asset, request.actor, Link(label=_("Override the class"))),
    )
    return answer_create(request, form, reader_of(request).within(asset.company.time_zone))
