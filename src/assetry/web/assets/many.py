"""The four acts of custody, and labels, of more assets than a form can name: forms for the kit's changes of many."""

from collections.abc import Mapping

from assetry.domain.assets.labels.works import FIELDS
from assetry.domain.assets.queries import list_chosen_for
from assetry.platform.bulk.models import BulkRun
from assetry.platform.bulk.runs import rows_of
from assetry.web.assets import acts
from assetry.web.assets.acts import Act
from assetry.web.kit.bulk_forms import BulkForm, Provider, register_form
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.reader import Reader


def register() -> None:
    """Make the forms known."""
    for act in (acts.CHECK_OUT, acts.CHECK_IN, acts.TRANSFER, acts.CHANGE_STATUS):
        register_form("asset", act.work, _form_of(act))
    register_form("asset", "label", _labels)


def _labels(run: BulkRun, reader: Reader, data: Mapping[str, str] | None) -> BulkForm:
    """How many labels are printed."""
    form = FormState(fields=FIELDS, reader=reader) if data is None else read_form(FIELDS, data, reader)
    return BulkForm(form=form, layout=[FormGroup(title="", fields=list(FIELDS))], fields=FIELDS)


def _form_of(act: Act) -> Provider:
    def provide(run: BulkRun, reader: Reader, data: Mapping[str, str] | None) -> BulkForm:
        assets = list_chosen_for(reader.actor, rows_of(run))
        if assets:
            reader = reader.within(assets[0].company.time_zone)
        form = acts.new_form(act, reader) if data is None else acts.read_act(act, data, reader)
        acts.offer(act, form, assets)
        layout = [FormGroup(title="", fields=[field.name for field in act.fields], half=acts.HALVES)]
        return BulkForm(form=form, layout=layout, fields=act.fields_by_name)

    return provide
