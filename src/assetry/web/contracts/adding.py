"""Adding assets to a contract by what was pasted: tags, serial numbers, one a line."""

import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.domain.assets.models import Asset
from assetry.domain.contracts.coverage_operations import add_coverage
from assetry.domain.contracts.covering import FIELDS
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import Contract, ContractType, Role
from assetry.domain.contracts.queries import find_assets_by_codes, get_contract_for
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import InvalidInput
from assetry.web.components.parts import Link, Words
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup, FormState
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

MOST = 2000
CODES = Field(
    name="codes",
    label=gettext_lazy("Tags or serial numbers"),
    type=FieldType.LONG_TEXT,
    max_length=100_000,
    required=True,
    edited_by="add",
    help=gettext_lazy("One a line, or separated by commas; paste a column of a spreadsheet"),
)
_ROLE_OF = {ContractType.PURCHASE: Role.WARRANTY, ContractType.SERVICE: Role.SUPPORT}


@page(P.MANAGE, methods=("GET", "POST"))
def cover(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form; what names no asset is said beside the field."""
    contract, reader = get_contract_for(request.actor, public_id), reader_of(request)
    reader.actor.require_row(P.MANAGE, company_id=contract.company_id)
    return answer_create(request, _form(request, contract, reader), reader)


def _form(request: AssetryRequest, contract: Contract, reader: Reader) -> CreateForm:
    url = entity_url("contract", contract.public_id)
    fields = {"codes": CODES, **{name: field for name, field in FIELDS.items() if name != "contract"}}

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        assets = _named(reader, values.pop("codes"))
        given = {name: value for name, value in values.items() if value not in (None, "")}
        added = add_coverage(
            actor=request.actor, contract=contract, assets=assets, **given, at=request.received_at
        )
        said = ngettext("%(n)d asset is covered now.", "%(n)d assets are covered now.", added) % {"n": added}
        return url, said

    def prepare(form: FormState) -> None:
        usual = (
            contract.type if contract.type in Role.values else _ROLE_OF.get(ContractType(contract.type), "")
        )
        form.texts.setdefault("role", usual)

    return CreateForm(
        title=_("Add assets to %(contract)s") % {"contract": contract.name},
        fields=fields,
        layout=[FormGroup(title="", fields=tuple(fields), half=frozenset({"starts_on", "ends_on"}))],
        save=save,
        cancel_url=url,
        submit=_("Add"),
        crumbs=[
            Link(label=_("Contracts"), url=reverse("contracts")),
            Link(label=contract.name, url=url),
            Link(label=_("Add assets")),
        ],
        prepare=prepare,
    )


def _named(reader: Reader, text: str) -> list[Asset]:
    """The assets that the codes name, each by one. Raises InvalidInput."""
    codes = [code for part in re.split(r"[\n,;\t]", text) if (code := part.strip())]
    if len(codes) > MOST:
        raise InvalidInput({"codes": _("Give at most %(n)s at once; import a file for more.") % {"n": MOST}})
    found, unknown = find_assets_by_codes(reader.actor, codes)
    if unknown:
        shown = ", ".join(unknown[:10]) + (" …" if len(unknown) > 10 else "")
        raise InvalidInput({"codes": _("These name no asset, or several: %(codes)s") % {"codes": shown}})
    return found
