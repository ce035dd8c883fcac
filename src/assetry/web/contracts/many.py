"""Covering many assets: its form for the kit's changes of many, and for what is pasted on a contract's page."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from assetry.domain.assets.queries import list_chosen_for
from assetry.domain.contracts.covering import FIELDS
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import rows_of
from assetry.web.kit.bulk_forms import BulkForm, register_form
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.reader import Reader

HALF = frozenset({"starts_on", "ends_on"})


def register() -> None:
    """Make the form known."""
    register_form("asset", "cover", _cover_form)


def _cover_form(run: BulkRun, reader: Reader, data: Mapping[str, str] | None) -> BulkForm:
    """Contract, role, days: empty days are left to the contract."""
    form = FormState(fields=FIELDS, reader=reader)
    if data is not None:
        form = read_form(FIELDS, data, reader)
        form.values = {name: value for name, value in form.values.items() if value not in (None, "")}
    companies = {asset.company.public_id for asset in list_chosen_for(reader.actor, rows_of(run))}
    if len(companies) == 1:
        form.narrowed |= {"contract": f"company={companies.pop()}"}
    share = replace(FIELDS["share_percent"], help=_("In percent, of each. Empty: equal parts"))
    fields = {**FIELDS, "share_percent": share}
    layout = [FormGroup(title=_("Cover by"), fields=tuple(fields), half=HALF)]
    return BulkForm(form=form, layout=layout, fields=fields)
